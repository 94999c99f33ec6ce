import * as z from 'zod';
import { dynamoClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsInputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import { dynamoDueIndex } from '../../shared/table/due-index.dynamodb.ts';
import { scheduleHandler } from '../runtime/schedule.ts';
import { settings } from '../runtime/settings.ts';
import { sweepShards } from './sweep-shards.ts';

const env = settings(z.object({ PEOPLE_TABLE: z.string(), INPUTS_QUEUE_URL: z.string() }));
const due = dynamoDueIndex(dynamoClient(), env.PEOPLE_TABLE);
const inputs = sqsInputsQueue(sqsClient(), env.INPUTS_QUEUE_URL);

export const handler = scheduleHandler(() =>
  sweepShards({ due, wake: (ids) => inputs.enqueue([{ heed: 'timers', ids: [...ids] }]) }, Date.now()),
);
