import * as z from 'zod';
import { eventBridgeBus } from '../../shared/outbound/bus.eventbridge.ts';
import { dynamoClient, eventBridgeClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsInputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import { sqsJobsQueue } from '../../shared/outbound/jobs-queue.sqs.ts';
import { sqsSendQueue } from '../../shared/outbound/send-queue.sqs.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { effectsOf } from '../../shared/table/outbox.ts';
import type { PersonRow } from '../../shared/table/person-codec.ts';
import { dynamoTimelineStore } from '../../shared/table/timeline.dynamodb.ts';
import { setting, settings } from '../runtime/settings.ts';
import { streamHandler } from '../runtime/stream.ts';
import { type RelayPorts, relayCommits } from './relay-commits.ts';

const env = settings(
  z.object({
    RECORDS_TABLE: setting.name,
    SEND_QUEUE_URL: setting.url,
    SEND_PRIORITY_QUEUE_URL: setting.url,
    JOBS_QUEUE_URL: setting.url,
    INPUTS_QUEUE_URL: setting.url,
    BUS_NAME: setting.name,
  }),
);
const dynamo = dynamoClient();
const sqs = sqsClient();
const ports: RelayPorts = {
  queue: sqsSendQueue(sqs, { priority: env.SEND_PRIORITY_QUEUE_URL, normal: env.SEND_QUEUE_URL }),
  inputs: sqsInputsQueue(sqs, env.INPUTS_QUEUE_URL),
  jobs: sqsJobsQueue(sqs, env.JOBS_QUEUE_URL),
  timeline: dynamoTimelineStore(dynamo, env.RECORDS_TABLE),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
  events: eventBridgeBus(eventBridgeClient(), env.BUS_NAME),
};

export const handler = streamHandler((changes) =>
  relayCommits(
    ports,
    changes.map(({ image, removed }) => effectsOf(image as PersonRow, removed)),
  ),
);
