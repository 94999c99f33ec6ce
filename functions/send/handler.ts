import * as z from 'zod';
import { leasedPacer } from '../../shared/messages/pacer.ts';
import type { SendOrder } from '../../shared/messages/send-queue.ts';
import { dynamoClient, kmsClient, sesClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsGiveBack } from '../../shared/outbound/give-back.sqs.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { sqsSendQueue } from '../../shared/outbound/send-queue.sqs.ts';
import { sesSendingAccounts } from '../../shared/outbound/sending-account.ses.ts';
import { sesMailer } from '../../shared/outbound/ses-mailer.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { loadsTogether } from '../../shared/table/loads-together.ts';
import { dynamoPaceStore } from '../../shared/table/pace.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { dynamoSignUpCounts } from '../../shared/table/sign-ups.dynamodb.ts';
import { dynamoSpamRates } from '../../shared/table/spam-rates.dynamodb.ts';
import { dynamoTemplateSwitches } from '../../shared/table/template-switches.dynamodb.ts';
import { recentRelease } from '../../shared/workspace/recent-release.ts';
import { notice } from '../runtime/notices.ts';
import { type QueueRecord, queueHandler } from '../runtime/queue.ts';
import { settings } from '../runtime/settings.ts';
import { type Conditions, sendingConditions } from './conditions.ts';
import { sendPaced } from './paced-records.ts';
import { type SendPorts, sendOrder } from './send-order.ts';
import { templateWatch } from './template-watch.ts';

const env = settings(
  z.object({
    PEOPLE_TABLE: z.string(),
    RECORDS_TABLE: z.string(),
    SEND_QUEUE_URL: z.string(),
    SEND_PRIORITY_QUEUE_URL: z.string(),
    MAC_KEY_ID: z.string(),
    LINK_ORIGIN: z.string(),
    MARKETING_CONFIGURATION_SET: z.string(),
    TRANSACTIONAL_CONFIGURATION_SET: z.string(),
    ALLOWED_RECIPIENTS: z.string().optional(),
  }),
);
const dynamo = dynamoClient();
const ses = sesClient();
const ports: SendPorts = {
  people: loadsTogether(dynamoPersonStore(dynamo, { people: env.PEOPLE_TABLE, records: env.RECORDS_TABLE })),
  releases: dynamoReleaseStore(dynamo, env.RECORDS_TABLE),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
  signUps: dynamoSignUpCounts(dynamo, env.RECORDS_TABLE),
  keys: kmsMacKeys(kmsClient(), env.MAC_KEY_ID),
  mailer: sesMailer(ses, {
    marketingConfigurationSet: env.MARKETING_CONFIGURATION_SET,
    transactionalConfigurationSet: env.TRANSACTIONAL_CONFIGURATION_SET,
    allowedRecipients: env.ALLOWED_RECIPIENTS?.split(','),
    now: Date.now,
  }),
  templatesOff: templateWatch(dynamoTemplateSwitches(dynamo, env.RECORDS_TABLE), Date.now),
  linkOrigin: env.LINK_ORIGIN,
  clock: Date.now,
};
const sqs = sqsClient();
const queue = sqsSendQueue(sqs, { priority: env.SEND_PRIORITY_QUEUE_URL, normal: env.SEND_QUEUE_URL });
const pacer = leasedPacer(dynamoPaceStore(dynamo, env.RECORDS_TABLE), Date.now, Math.random);
const conditions = sendingConditions({
  ...ports,
  accounts: sesSendingAccounts(ses, Date.now),
  spamRates: dynamoSpamRates(dynamo, env.RECORDS_TABLE),
  tell: notice,
});
const nameOf = (queue: string) => queue.split(/[/:]/).at(-1);
const givesBack = new Map(
  [env.SEND_QUEUE_URL, env.SEND_PRIORITY_QUEUE_URL].map((url) => [nameOf(url), sqsGiveBack(sqs, url)]),
);

export const handler = queueHandler(async (records, invocation) => {
  // A batch is of one queue.
  const from = nameOf(records[0]?.queueArn ?? '');
  const priority = from === nameOf(env.SEND_PRIORITY_QUEUE_URL);
  const perBatch = { ...ports, releases: recentRelease(ports.releases, Date.now) };
  const paced = {
    conditions,
    pacer,
    clock: Date.now,
    again: (orders: readonly SendOrder[], delay: number) => queue.enqueue(orders, { priority, delay }),
    // Two copies of one order in a batch are two claims: the record is part of the claim's id.
    send: (order: SendOrder, { id }: QueueRecord, { standing }: Conditions) =>
      sendOrder(perBatch, order, `${invocation.id}:${id}`, standing),
  };
  const failed = await sendPaced(paced, records, invocation.remaining());
  await givesBack.get(from)?.(records.filter((record) => failed.includes(record.id)));
  return failed;
});
