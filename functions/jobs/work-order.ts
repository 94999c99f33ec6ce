import * as z from 'zod';
import { profileIdSchema } from '../../shared/events/envelope.ts';
import { assertNever } from '../../shared/kernel/exhaustive.ts';
import { jsonIn } from '../../shared/kernel/json.ts';
import type { JobOrder } from '../../shared/person/jobs-queue.ts';
import { type CrowdPorts, tellOnePage } from './crowd.ts';
import { type ErasurePorts, eraseAfter, eraseOnePage } from './erasure.ts';
import { type EvidencePorts, tendEvidence } from './evidence.ts';
import { type LiftPorts, liftSuppression } from './lift.ts';

export interface JobPorts {
  readonly person: ErasurePorts & EvidencePorts & LiftPorts;
  readonly crowd: CrowdPorts;
}

const profileId = profileIdSchema;
const order = z.discriminatedUnion('job', [
  z.object({
    job: z.literal('erasure'),
    profileId,
    at: z.number(),
    address: z.string().nullable(),
    reason: z.string(),
    keepUntil: z.number(),
  }),
  z.object({ job: z.literal('erasure-after'), profileId }),
  z.object({
    job: z.literal('evidence'),
    profileId,
    at: z.number(),
    proofFor: z.number(),
    forgetAfter: z.number(),
    confirmWithin: z.number(),
  }),
  z.object({ job: z.literal('crowd'), id: z.string(), segment: z.int(), page: z.int() }),
  z.object({ job: z.literal('lift'), profileId, address: z.string(), at: z.number() }),
]) satisfies z.ZodType<JobOrder>;

/** The order in the body of a message; null where it is none. */
export function orderIn(body: string): JobOrder | null {
  return order.safeParse(jsonIn(body)).data ?? null;
}

/** One page of the work. `isAgain`: the message was delivered before. Rejects where it must come again. */
export function workOn({ person, crowd }: JobPorts, given: JobOrder, isAgain: boolean): Promise<void> {
  switch (given.job) {
    case 'erasure':
      return eraseOnePage(person, given.profileId, given);
    case 'erasure-after':
      return eraseAfter(person, given.profileId);
    case 'evidence':
      return tendEvidence(person, given.profileId, given);
    case 'lift':
      return liftSuppression(person, given);
    case 'crowd':
      return tellOnePage(crowd, given, isAgain);
    default:
      return assertNever(given);
  }
}
