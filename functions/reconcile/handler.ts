import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { dynamoClient, kmsClient, sesClient } from '../../shared/outbound/clients.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { pacedSuppressionList } from '../../shared/outbound/paced-suppression-list.ts';
import { nodeSenderDns } from '../../shared/outbound/sender-dns.dns.ts';
import { sesSenderIdentities } from '../../shared/outbound/sender-identities.ses.ts';
import { sesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoJobStore } from '../../shared/table/job.dynamodb.ts';
import { dynamoPeopleScan } from '../../shared/table/people-scan.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { dynamoSpamRates } from '../../shared/table/spam-rates.dynamodb.ts';
import { dynamoSuppressionPace } from '../../shared/table/suppression-pace.dynamodb.ts';
import { notice } from '../runtime/notices.ts';
import { scheduleHandler } from '../runtime/schedule.ts';
import { setting, settings } from '../runtime/settings.ts';
import { reconcile } from './reconcile.ts';

const env = settings(
  z.object({
    PEOPLE_TABLE: setting.name,
    RECORDS_TABLE: setting.name,
    MAC_KEY_ID: setting.name,
    LOOK_UP_SENDERS: z.enum(['yes', 'no']),
  }),
);
const ses = sesClient();
const dynamo = dynamoClient();
const ports = {
  list: pacedSuppressionList(sesSuppressionList(ses), {
    pace: dynamoSuppressionPace(dynamo, env.RECORDS_TABLE),
    clock: Date.now,
    pause: (ms) => pause(ms),
  }),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
  keys: kmsMacKeys(kmsClient(), env.MAC_KEY_ID),
  people: dynamoPeopleScan(dynamo, env.PEOPLE_TABLE),
  jobs: dynamoJobStore(dynamo, env.RECORDS_TABLE),
  releases: dynamoReleaseStore(dynamo, env.RECORDS_TABLE),
  spamRates: dynamoSpamRates(dynamo, env.RECORDS_TABLE),
  tell: notice,
  dns: env.LOOK_UP_SENDERS === 'yes' ? nodeSenderDns() : null,
  identities: sesSenderIdentities(ses),
  clock: Date.now,
};

export const handler = scheduleHandler(() => reconcile(ports));
