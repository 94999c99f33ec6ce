import * as z from 'zod';
import type { AddressBook } from '../../shared/consent/address-book.ts';
import type { MacKeys } from '../../shared/consent/mac-keys.ts';
import { profileHmac } from '../../shared/consent/profile-hmac.ts';
import { assertNever } from '../../shared/kernel/exhaustive.ts';
import { DAY, type Instant } from '../../shared/kernel/instants.ts';
import type { Sieve } from '../../shared/outbound/resting-queue.sqs.ts';
import type { Erasure } from '../../shared/person/effects.ts';
import type { ErasureStore } from '../../shared/person/erasure-store.ts';
import type { JobStore } from '../../shared/person/job-store.ts';
import type { JobsQueue } from '../../shared/person/jobs-queue.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import { forgetInMessage } from './forget-in-message.ts';

export interface ErasurePorts {
  readonly people: Pick<PersonStore, 'load'>;
  readonly addresses: Pick<AddressBook, 'stop' | 'leave'>;
  readonly erasures: ErasureStore;
  readonly jobs: JobStore;
  readonly queue: JobsQueue;
  /** Those where messages wait for an operator. */
  readonly resting: readonly { sift(sieve: Sieve): Promise<boolean> }[];
  readonly keys: MacKeys;
  readonly clock: () => Instant;
}

/**
 * In this order, first to last. The person's row goes last: until then it answers for itself that nothing is to be decided.
 * What begins with `again` runs when the deleted row has passed the stream: a batch of the relay that came again may have
 * written log rows and a holder behind us.
 */
const phases = [
  'address',
  'evidence',
  'log',
  'queues',
  'person',
  'again-address',
  'again-log',
  'again-queues',
  'done',
] as const;
type Phase = (typeof phases)[number];

const progressSchema = z.object({
  phase: z.enum(phases),
  at: z.number(),
  address: z.string().nullable(),
  reason: z.string(),
  keepUntil: z.number(),
});
type Progress = z.output<typeof progressSchema>;

/** Rows of one message: some hundred calls, far below the function's time. */
const PAGE = 50;
/** Longer than the stream's 24 hours, in which the deletion may pass again. */
const REMEMBERED_FOR = 2 * DAY;

function next(phase: Phase): Phase {
  return phases[phases.indexOf(phase) + 1] ?? 'done';
}

async function progressOf(ports: ErasurePorts, jobId: string): Promise<Progress | null> {
  const row = await ports.jobs.load(jobId);
  return row && progressSchema.parse(row);
}

/** One page of one phase; true where it is finished. */
async function step(ports: ErasurePorts, profileId: string, hmac: string, progress: Progress): Promise<boolean> {
  const { erasures } = ports;
  const { phase, address, keepUntil } = progress;
  switch (phase) {
    case 'address':
    case 'again-address':
      await forgetHolder(ports, profileId, hmac, progress);
      return true;
    case 'evidence':
      return !(await erasures.proveAndForget(profileId, { profileHmac: hmac, keepUntil }, PAGE));
    case 'log':
    case 'again-log':
      return !(await erasures.forgetLog(profileId, PAGE));
    case 'queues':
    case 'again-queues': {
      const sieve: Sieve = (body) => forgetInMessage(ports.keys, body, { profileId, address });
      const ends = await Promise.all(ports.resting.map((each) => each.sift(sieve)));
      return ends.every((end) => end);
    }
    case 'person': {
      const person = await ports.people.load(profileId);
      if (person && person.erasedAt !== null) await erasures.removePerson(person, hmac);
      return true;
    }
    case 'done':
      return true;
    default:
      return assertNever(phase);
  }
}

/**
 * The address keeps what is known against it and is stopped: an import that brings it back under another id sends nothing.
 * The way back is the person's own, a confirmed sign-up. A sign-up that nobody confirmed (P-37) has no proof to keep, and stops
 * nobody: whoever typed the address in need not have been its owner.
 */
async function forgetHolder(ports: ErasurePorts, profileId: string, hmac: string, progress: Progress): Promise<void> {
  const { addresses, erasures } = ports;
  const { address, at, reason, keepUntil } = progress;
  const isByWish = keepUntil > at;
  if (isByWish) await erasures.note(address ?? hmac, { at, reason, keepUntil });
  if (address === null) return;
  if (isByWish) await addresses.stop(address, at);
  await addresses.leave(address, profileId);
}

/**
 * One message's worth of an erasure (P-56): one page, then the progress is stored and the order enqueued again. Killed anywhere
 * it goes on where the row says; a message that comes twice does harmless work twice. Rejects with RetryableError or
 * ConflictError when the message must come again.
 */
export async function eraseOnePage(ports: ErasurePorts, profileId: string, order: Erasure): Promise<void> {
  const hmac = await profileHmac(ports.keys, profileId);
  const jobId = `erasure-${hmac}`;
  const stored = await progressOf(ports, jobId);
  const { at, address, reason, keepUntil } = order;
  if (stored?.at === at && stored.phase === 'done' && !(await ports.people.load(profileId))) return;
  // Erased anew under an id that was erased before: a work of its own.
  const isSame = stored?.at === at && stored.phase !== 'done';
  const progress = isSame ? stored : ({ phase: 'address', at, address, reason, keepUntil } as const);
  const finished = await step(ports, profileId, hmac, progress);
  // From here the stream goes on: the deletion's own record orders the second pass, and may have done so already.
  if (progress.phase === 'person') return;
  const phase = finished ? next(progress.phase) : progress.phase;
  await ports.jobs.save(jobId, { ...progress, phase }, ports.clock() + REMEMBERED_FOR);
  if (phase !== 'done') await ports.queue.enqueue([{ job: 'erasure', profileId, at, address, reason, keepUntil }]);
}

/** The deleted row has passed the stream: begins the second pass, over what was written behind the first. */
export async function eraseAfter(ports: ErasurePorts, profileId: string): Promise<void> {
  const jobId = `erasure-${await profileHmac(ports.keys, profileId)}`;
  const now = ports.clock();
  const stored = await progressOf(ports, jobId);
  // A later erasure of the same id is in its own first pass, which comes by all of this.
  if (stored && phases.indexOf(stored.phase) < phases.indexOf('person')) return;
  const { at, address, reason, keepUntil } = stored ?? { at: now, address: null, reason: 'requested', keepUntil: now };
  const order = { at, address, reason, keepUntil };
  await ports.jobs.save(jobId, { ...order, phase: 'again-address' }, now + REMEMBERED_FOR);
  await ports.queue.enqueue([{ job: 'erasure', profileId, ...order }]);
}
