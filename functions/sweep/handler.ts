import * as z from 'zod';
import { dynamoClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsInputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import { sqsJobsQueue } from '../../shared/outbound/jobs-queue.sqs.ts';
import { sqsQueueDepth } from '../../shared/outbound/queue-depth.sqs.ts';
import { keepPlan, type PlanPorts } from '../../shared/person/keep-plan.ts';
import { dynamoCrowdJobs } from '../../shared/table/crowd-jobs.dynamodb.ts';
import { dynamoDueShards } from '../../shared/table/due-shards.dynamodb.ts';
import { dynamoPlanStore } from '../../shared/table/plan.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { readPointer } from '../../shared/table/release-pointer.dynamodb.ts';
import { dynamoSweepCursors } from '../../shared/table/sweep-cursors.dynamodb.ts';
import { both } from '../runtime/both.ts';
import { scheduleHandler } from '../runtime/schedule.ts';
import { setting, settings } from '../runtime/settings.ts';
import { sweeper } from './sweep-shards.ts';

const env = settings(
  z.object({
    PEOPLE_TABLE: setting.name,
    RECORDS_TABLE: setting.name,
    INPUTS_QUEUE_URL: setting.url,
    JOBS_QUEUE_URL: setting.url,
  }),
);
const dynamo = dynamoClient();
const sqs = sqsClient();
const inputs = sqsInputsQueue(sqs, env.INPUTS_QUEUE_URL);
const sweep = sweeper({
  due: dynamoDueShards(dynamo, env.PEOPLE_TABLE),
  wake: (lists) => inputs.enqueue(lists.map((ids) => ({ heed: 'timers', ids: [...ids] }))),
  cursors: dynamoSweepCursors(dynamo, env.RECORDS_TABLE),
  depth: sqsQueueDepth(sqs, env.INPUTS_QUEUE_URL),
  clock: Date.now,
});
const planPorts: PlanPorts = {
  plans: dynamoPlanStore(dynamo, env.RECORDS_TABLE),
  releases: {
    ...dynamoReleaseStore(dynamo, env.RECORDS_TABLE),
    activeNumber: async () => (await readPointer(dynamo, env.RECORDS_TABLE))?.release ?? 0,
  },
  crowds: dynamoCrowdJobs(dynamo, env.RECORDS_TABLE),
  jobs: sqsJobsQueue(sqs, env.JOBS_QUEUE_URL),
  clock: Date.now,
};

// A schedule's tick says nothing. Who knows where somebody is due, as a moved clock does, names those shards and spares the rest.
const named = z.object({ detail: z.object({ shards: z.array(z.int()).optional() }) });

export const handler = scheduleHandler(async (tick) => {
  const { shards } = named.safeParse(tick).data?.detail ?? {};
  const [{ due }, jobs] = await both(sweep(Date.now(), shards), keepPlan(planPorts));
  return { due, jobs };
});
