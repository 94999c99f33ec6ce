import * as z from 'zod';
import { dynamoClient, kmsClient, sesClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsGiveBack } from '../../shared/outbound/give-back.sqs.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { sesMailer } from '../../shared/outbound/ses-mailer.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { dynamoSignUpCounts } from '../../shared/table/sign-ups.dynamodb.ts';
import { queueHandler } from '../runtime/queue.ts';
import { settings } from '../runtime/settings.ts';
import { type SendPorts, sendOrder } from './send-order.ts';
import { sendRecords } from './send-records.ts';

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
const ports: SendPorts = {
  people: dynamoPersonStore(dynamo, { people: env.PEOPLE_TABLE, records: env.RECORDS_TABLE }),
  releases: dynamoReleaseStore(dynamo, env.RECORDS_TABLE),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
  signUps: dynamoSignUpCounts(dynamo, env.RECORDS_TABLE),
  keys: kmsMacKeys(kmsClient(), env.MAC_KEY_ID),
  mailer: sesMailer(sesClient(), {
    marketingConfigurationSet: env.MARKETING_CONFIGURATION_SET,
    transactionalConfigurationSet: env.TRANSACTIONAL_CONFIGURATION_SET,
    allowedRecipients: env.ALLOWED_RECIPIENTS?.split(','),
    now: Date.now,
  }),
  linkOrigin: env.LINK_ORIGIN,
  clock: Date.now,
};
const sqs = sqsClient();
const givesBack = new Map(
  [env.SEND_QUEUE_URL, env.SEND_PRIORITY_QUEUE_URL].map((url) => [url.split('/').at(-1), sqsGiveBack(sqs, url)]),
);

export const handler = queueHandler(async (records, invocation) => {
  // Two copies of one order in a batch are two claims: the record is part of the claim's id.
  const failed = await sendRecords(records, (order, { id }) => sendOrder(ports, order, `${invocation.id}:${id}`));
  const again = records.filter((record) => failed.includes(record.id));
  // A batch is of one queue.
  await givesBack.get(records[0]?.queueArn.split(':').at(-1))?.(again);
  return failed;
});
