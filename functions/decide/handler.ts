import * as z from 'zod';
import { profileHmac } from '../../shared/consent/profile-hmac.ts';
import { dynamoClient, kmsClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsGiveBack } from '../../shared/outbound/give-back.sqs.ts';
import { sqsInputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { sqsRejectedQueue } from '../../shared/outbound/rejected-queue.sqs.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoErasureStore } from '../../shared/table/erasure.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { dynamoSignUpCounts } from '../../shared/table/sign-ups.dynamodb.ts';
import { dynamoTemplateSwitches } from '../../shared/table/template-switches.dynamodb.ts';
import { queueHandler } from '../runtime/queue.ts';
import { setting, settings } from '../runtime/settings.ts';
import { type DecidePorts, decideRecords } from './decide-records.ts';

const env = settings(
  z.object({
    PEOPLE_TABLE: setting.name,
    RECORDS_TABLE: setting.name,
    INPUTS_QUEUE_URL: setting.url,
    REJECTED_QUEUE_URL: setting.url,
    MAC_KEY_ID: setting.name,
  }),
);
const dynamo = dynamoClient();
const sqs = sqsClient();
const inputs = sqsInputsQueue(sqs, env.INPUTS_QUEUE_URL);
const giveBack = sqsGiveBack(sqs, env.INPUTS_QUEUE_URL);
const keys = kmsMacKeys(kmsClient(), env.MAC_KEY_ID);
const erasures = dynamoErasureStore(dynamo, { people: env.PEOPLE_TABLE, records: env.RECORDS_TABLE });
const ports: DecidePorts = {
  people: dynamoPersonStore(dynamo, { people: env.PEOPLE_TABLE, records: env.RECORDS_TABLE }),
  releases: dynamoReleaseStore(dynamo, env.RECORDS_TABLE),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
  keys,
  isErased: async (profileId) => erasures.isErased(await profileHmac(keys, profileId)),
  signUps: dynamoSignUpCounts(dynamo, env.RECORDS_TABLE),
  templates: dynamoTemplateSwitches(dynamo, env.RECORDS_TABLE),
  rejected: sqsRejectedQueue(sqs, env.REJECTED_QUEUE_URL),
  later: (body, delay) => inputs.enqueue([body], { delay }),
  clock: Date.now,
};

export const handler = queueHandler(async (records, { remaining }) => {
  const failed = new Set(await decideRecords(ports, records, remaining));
  await giveBack(records.filter((each) => failed.has(each.id)));
  return [...failed];
});
