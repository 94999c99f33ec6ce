import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { httpBotVerifier } from '../../shared/outbound/bot-verifier.ts';
import { dynamoClient, kmsClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsInputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { dynamoSignUpCounts } from '../../shared/table/sign-ups.dynamodb.ts';
import { dynamoTimelineStore } from '../../shared/table/timeline.dynamodb.ts';
import { httpHandler } from '../runtime/http.ts';
import { setting, settings } from '../runtime/settings.ts';
import { web } from './pages.ts';

const environment = settings(
  z.object({
    PEOPLE_TABLE: setting.name,
    RECORDS_TABLE: setting.name,
    INPUTS_QUEUE_URL: setting.url,
    MAC_KEY_ID: setting.name,
  }),
);

const tables = dynamoClient();
const { PEOPLE_TABLE: people, RECORDS_TABLE: records } = environment;
const inputs = sqsInputsQueue(sqsClient(), environment.INPUTS_QUEUE_URL);

const { answer, house } = web({
  people: dynamoPersonStore(tables, { people, records }),
  releases: dynamoReleaseStore(tables, records),
  addressBook: dynamoAddressBook(tables, records),
  timeline: dynamoTimelineStore(tables, records),
  keys: kmsMacKeys(kmsClient(), environment.MAC_KEY_ID),
  signUps: dynamoSignUpCounts(tables, records),
  verify: httpBotVerifier(),
  enqueue: (request) => inputs.enqueue([request]),
  randomId: () => randomBytes(16).toString('base64url'),
  clock: Date.now,
});

/** The public pages of consent: everybody may call them, whoever holds a link may act by it. */
export const handler = httpHandler(answer, house);
