import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { eventBridgeBus } from '../../shared/outbound/bus.eventbridge.ts';
import { dynamoClient, eventBridgeClient, kmsClient, sesClient } from '../../shared/outbound/clients.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { sesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoErasureStore } from '../../shared/table/erasure.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { dynamoTimelineStore } from '../../shared/table/timeline.dynamodb.ts';
import { httpHandler } from '../runtime/http.ts';
import { settings } from '../runtime/settings.ts';
import { apiAnswer, apiHouse } from './api-routes.ts';

const environment = settings(
  z.object({
    PEOPLE_TABLE: z.string().min(1),
    RECORDS_TABLE: z.string().min(1),
    BUS_NAME: z.string().min(1),
    MAC_KEY_ID: z.string().min(1),
    LINK_ORIGIN: z.url(),
  }),
);

const tables = dynamoClient();
const { PEOPLE_TABLE: people, RECORDS_TABLE: records } = environment;
const erasures = dynamoErasureStore(tables, { people, records });

/** The authorised API; who may call it is decided by the gateway in front of it. */
export const handler = httpHandler(
  apiAnswer({
    people: dynamoPersonStore(tables, { people, records }),
    addresses: dynamoAddressBook(tables, records),
    timeline: dynamoTimelineStore(tables, records),
    releases: dynamoReleaseStore(tables, records),
    bus: eventBridgeBus(eventBridgeClient(), environment.BUS_NAME),
    keys: kmsMacKeys(kmsClient(), environment.MAC_KEY_ID),
    sesList: sesSuppressionList(sesClient()),
    isErased: (profileHmac) => erasures.isErased(profileHmac),
    linkOrigin: environment.LINK_ORIGIN.replace(/\/$/, ''),
    clock: Date.now,
    newEventId: randomUUID,
  }),
  apiHouse,
);
