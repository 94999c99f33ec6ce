import { z } from 'zod';
import { profileIdSchema } from '../../shared/events/envelope.ts';
import { dynamoClient, kmsClient, sesClient } from '../../shared/outbound/clients.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { sesMailer } from '../../shared/outbound/ses-mailer.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { logger, withoutValues } from '../runtime/logger.ts';
import { queueHandler } from '../runtime/queue.ts';
import { settings } from '../runtime/settings.ts';
import { type SendPorts, sendOrder } from './send-order.ts';

const env = settings(
  z.object({
    PEOPLE_TABLE: z.string(),
    RECORDS_TABLE: z.string(),
    MAC_KEY_ID: z.string(),
    LINK_ORIGIN: z.string(),
    MARKETING_CONFIGURATION_SET: z.string(),
    TRANSACTIONAL_CONFIGURATION_SET: z.string(),
  }),
);
const dynamo = dynamoClient();
const ports: SendPorts = {
  people: dynamoPersonStore(dynamo, { people: env.PEOPLE_TABLE, records: env.RECORDS_TABLE }),
  releases: dynamoReleaseStore(dynamo, env.RECORDS_TABLE),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
  keys: kmsMacKeys(kmsClient(), env.MAC_KEY_ID),
  mailer: sesMailer(sesClient(), {
    marketingConfigurationSet: env.MARKETING_CONFIGURATION_SET,
    transactionalConfigurationSet: env.TRANSACTIONAL_CONFIGURATION_SET,
    now: Date.now,
  }),
  linkOrigin: env.LINK_ORIGIN,
  clock: Date.now,
};
const order = z.object({ profileId: profileIdSchema, messageId: z.string() });

/** A batch is at most ten; all of them wait for SES at the same time. */
const WIDTH = 10;

export const handler = queueHandler(async (records, invocation) => {
  const failed: string[] = [];
  await inParallel(records, WIDTH, async (record) => {
    try {
      // Two copies of one order in a batch are two claims: the record is part of the claim's id.
      await sendOrder(ports, order.parse(JSON.parse(record.body)), `${invocation.id}:${record.id}`);
    } catch (error) {
      // Also what nobody expected: the others of the batch are not to blame, and the dead-letter queue keeps this one.
      logger.warn('an order comes again', { error: withoutValues(error) });
      failed.push(record.id);
    }
  });
  return failed;
});
