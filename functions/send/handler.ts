import * as z from 'zod';
import { sqsClient } from '../../shared/outbound/clients.ts';
import { sqsGiveBack } from '../../shared/outbound/give-back.sqs.ts';
import { sqsSendQueue } from '../../shared/outbound/send-queue.sqs.ts';
import { queueHandler } from '../runtime/queue.ts';
import { setting, settings } from '../runtime/settings.ts';
import { sendBatch } from './send-batch.ts';
import { sendPorts } from './send-ports.ts';

const env = settings(
  z.object({
    PEOPLE_TABLE: setting.name,
    RECORDS_TABLE: setting.name,
    SEND_QUEUE_URL: setting.url,
    SEND_PRIORITY_QUEUE_URL: setting.url,
    MAC_KEY_ID: setting.name,
    LINK_ORIGIN: setting.origin,
    MARKETING_CONFIGURATION_SET: setting.name,
    TRANSACTIONAL_CONFIGURATION_SET: setting.name,
    ALLOWED_RECIPIENTS: setting.recipients,
  }),
);
const { SEND_QUEUE_URL: normal, SEND_PRIORITY_QUEUE_URL: urgent } = env;
const ports = sendPorts({
  people: env.PEOPLE_TABLE,
  records: env.RECORDS_TABLE,
  macKeyId: env.MAC_KEY_ID,
  linkOrigin: env.LINK_ORIGIN,
  configurationSets: { marketing: env.MARKETING_CONFIGURATION_SET, transactional: env.TRANSACTIONAL_CONFIGURATION_SET },
  allowedRecipients: env.ALLOWED_RECIPIENTS,
});
const sqs = sqsClient();
const queue = sqsSendQueue(sqs, { priority: urgent, normal });
const nameOf = (place: string) => place.split(/[/:]/).at(-1);

export const handler = queueHandler(async (records, invocation) => {
  // A batch is of one queue.
  const priority = nameOf(records[0]?.queueArn ?? '') === nameOf(urgent);
  const again = (orders: Parameters<typeof queue.enqueue>[0], delay: number) =>
    queue.enqueue(orders, { priority, delay });
  const failed = await sendBatch({ ...ports, again }, records, invocation);
  await sqsGiveBack(sqs, priority ? urgent : normal)(failed);
  return failed.map(({ id }) => id);
});
