import { z } from 'zod';
import { dynamoClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsSendQueue } from '../../shared/outbound/send-queue.sqs.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { effectsOf } from '../../shared/table/outbox.ts';
import type { PersonRow } from '../../shared/table/person-codec.ts';
import { dynamoTimelineStore } from '../../shared/table/timeline.dynamodb.ts';
import { settings } from '../runtime/settings.ts';
import { streamHandler } from '../runtime/stream.ts';
import { type RelayPorts, relayCommits } from './relay-commits.ts';

const env = settings(
  z.object({ RECORDS_TABLE: z.string(), SEND_QUEUE_URL: z.string(), SEND_PRIORITY_QUEUE_URL: z.string() }),
);
const dynamo = dynamoClient();
const ports: RelayPorts = {
  queue: sqsSendQueue(sqsClient(), { priority: env.SEND_PRIORITY_QUEUE_URL, normal: env.SEND_QUEUE_URL }),
  timeline: dynamoTimelineStore(dynamo, env.RECORDS_TABLE),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
};

export const handler = streamHandler((images) =>
  relayCommits(
    ports,
    images.map((image) => effectsOf(image as PersonRow)),
  ),
);
