import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { profileIdSchema } from '../../shared/events/envelope.ts';
import { assertNever } from '../../shared/kernel/exhaustive.ts';
import { dynamoClient, kmsClient, sesClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsGiveBack } from '../../shared/outbound/give-back.sqs.ts';
import { sqsInputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import { sqsJobsQueue } from '../../shared/outbound/jobs-queue.sqs.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { pacedSuppressionList } from '../../shared/outbound/paced-suppression-list.ts';
import { sqsQueueDepth } from '../../shared/outbound/queue-depth.sqs.ts';
import { sqsRestingQueue } from '../../shared/outbound/resting-queue.sqs.ts';
import { sesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoCrowdJobs } from '../../shared/table/crowd-jobs.dynamodb.ts';
import { dynamoErasureStore } from '../../shared/table/erasure.dynamodb.ts';
import { dynamoEvidenceStore } from '../../shared/table/evidence.dynamodb.ts';
import { dynamoJobStore } from '../../shared/table/job.dynamodb.ts';
import { dynamoPeoplePages } from '../../shared/table/people-pages.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoSuppressionPace } from '../../shared/table/suppression-pace.dynamodb.ts';
import { logger, withoutValues } from '../runtime/logger.ts';
import { type QueueRecord, queueHandler } from '../runtime/queue.ts';
import { settings } from '../runtime/settings.ts';
import { type CrowdPorts, tellOnePage } from './crowd.ts';
import { type ErasurePorts, eraseAfter, eraseOnePage } from './erasure.ts';
import { type EvidencePorts, tendEvidence } from './evidence.ts';
import { type LiftPorts, liftSuppression } from './lift.ts';

const env = settings(
  z.object({
    PEOPLE_TABLE: z.string(),
    RECORDS_TABLE: z.string(),
    JOBS_QUEUE_URL: z.string(),
    INPUTS_QUEUE_URL: z.string(),
    REJECTED_QUEUE_URL: z.string(),
    UNDELIVERED_QUEUE_URL: z.string(),
    INPUTS_DEAD_QUEUE_URL: z.string(),
    SEND_DEAD_QUEUE_URL: z.string(),
    SEND_PRIORITY_DEAD_QUEUE_URL: z.string(),
    MAC_KEY_ID: z.string(),
  }),
);
const dynamo = dynamoClient();
const sqs = sqsClient();
const giveBack = sqsGiveBack(sqs, env.JOBS_QUEUE_URL);
const tables = { people: env.PEOPLE_TABLE, records: env.RECORDS_TABLE };
const resting = [
  env.REJECTED_QUEUE_URL,
  env.UNDELIVERED_QUEUE_URL,
  env.INPUTS_DEAD_QUEUE_URL,
  env.SEND_DEAD_QUEUE_URL,
  env.SEND_PRIORITY_DEAD_QUEUE_URL,
];
const ports: ErasurePorts & EvidencePorts & LiftPorts = {
  people: dynamoPersonStore(dynamo, tables),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
  erasures: dynamoErasureStore(dynamo, tables),
  jobs: dynamoJobStore(dynamo, env.RECORDS_TABLE),
  queue: sqsJobsQueue(sqs, env.JOBS_QUEUE_URL),
  resting: resting.map((url) => sqsRestingQueue(sqs, url)),
  keys: kmsMacKeys(kmsClient(), env.MAC_KEY_ID),
  evidence: dynamoEvidenceStore(dynamo, env.RECORDS_TABLE),
  list: pacedSuppressionList(sesSuppressionList(sesClient()), {
    pace: dynamoSuppressionPace(dynamo, env.RECORDS_TABLE),
    clock: Date.now,
    pause: (ms) => pause(ms),
  }),
  clock: Date.now,
};
const crowdPorts: CrowdPorts = {
  crowds: dynamoCrowdJobs(dynamo, env.RECORDS_TABLE),
  people: dynamoPeoplePages(dynamo, env.PEOPLE_TABLE),
  inputs: sqsInputsQueue(sqs, env.INPUTS_QUEUE_URL),
  queue: ports.queue,
  depth: sqsQueueDepth(sqs, env.INPUTS_QUEUE_URL),
};
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
]);
type Order = z.output<typeof order>;

function work(given: Order, isAgain: boolean): Promise<void> {
  switch (given.job) {
    case 'erasure':
      return eraseOnePage(ports, given.profileId, given);
    case 'erasure-after':
      return eraseAfter(ports, given.profileId);
    case 'evidence':
      return tendEvidence(ports, given.profileId, given);
    case 'lift':
      return liftSuppression(ports, given);
    case 'crowd':
      return tellOnePage(crowdPorts, given, isAgain);
    default:
      return assertNever(given);
  }
}

/** One page a message; a batch is one message, so that a failure repeats no more than a page. */
export const handler = queueHandler(async (records) => {
  const failed: QueueRecord[] = [];
  for (const record of records) {
    try {
      await work(order.parse(JSON.parse(record.body)), record.received > 1);
    } catch (error) {
      logger.warn('a job comes again', { error: withoutValues(error) });
      failed.push(record);
    }
  }
  await giveBack(failed);
  return failed.map((each) => each.id);
});
