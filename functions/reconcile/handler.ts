import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { dynamoClient, kmsClient, sesClient } from '../../shared/outbound/clients.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { sesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoJobStore } from '../../shared/table/job.dynamodb.ts';
import { dynamoPeopleScan } from '../../shared/table/people-scan.dynamodb.ts';
import { scheduleHandler } from '../runtime/schedule.ts';
import { settings } from '../runtime/settings.ts';
import { reconcile } from './reconcile.ts';

const env = settings(z.object({ PEOPLE_TABLE: z.string(), RECORDS_TABLE: z.string(), MAC_KEY_ID: z.string() }));
const dynamo = dynamoClient();
const ports = {
  list: sesSuppressionList(sesClient()),
  addresses: dynamoAddressBook(dynamo, env.RECORDS_TABLE),
  keys: kmsMacKeys(kmsClient(), env.MAC_KEY_ID),
  people: dynamoPeopleScan(dynamo, env.PEOPLE_TABLE),
  jobs: dynamoJobStore(dynamo, env.RECORDS_TABLE),
  pause: (ms: number) => pause(ms),
  clock: Date.now,
};

export const handler = scheduleHandler(() => reconcile(ports));
