import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { eventBridgeBus } from '../../shared/outbound/bus.eventbridge.ts';
import { dynamoClient, eventBridgeClient, kmsClient, sesClient, sqsClient } from '../../shared/outbound/clients.ts';
import { sqsJobsQueue } from '../../shared/outbound/jobs-queue.sqs.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { sqsRejectedShelf } from '../../shared/outbound/rejected-shelf.sqs.ts';
import { sesTestMailer } from '../../shared/outbound/test-mailer.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoCampaignCounts } from '../../shared/table/campaign-counts.dynamodb.ts';
import { dynamoCrowdJobs } from '../../shared/table/crowd-jobs.dynamodb.ts';
import { dynamoErasureStore } from '../../shared/table/erasure.dynamodb.ts';
import { dynamoPeoplePages } from '../../shared/table/people-pages.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoPlanStore } from '../../shared/table/plan.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { dynamoSpamRates } from '../../shared/table/spam-rates.dynamodb.ts';
import { dynamoTemplateSwitches } from '../../shared/table/template-switches.dynamodb.ts';
import { dynamoTimelineStore } from '../../shared/table/timeline.dynamodb.ts';
import { httpHandler } from '../runtime/http.ts';
import { setting, settings } from '../runtime/settings.ts';
import { apiAnswer, apiHouse } from './api-routes.ts';

const environment = settings(
  z.object({
    PEOPLE_TABLE: setting.name,
    RECORDS_TABLE: setting.name,
    BUS_NAME: setting.name,
    MAC_KEY_ID: setting.name,
    LINK_ORIGIN: setting.origin,
    REJECTED_QUEUE_URL: setting.url,
    INPUTS_QUEUE_URL: setting.url,
    JOBS_QUEUE_URL: setting.url,
    ALLOWED_RECIPIENTS: setting.recipients,
  }),
);

const tables = dynamoClient();
const ses = sesClient();
const sqs = sqsClient();
const { PEOPLE_TABLE: people, RECORDS_TABLE: records } = environment;
const erasures = dynamoErasureStore(tables, { people, records });

/** The authorised API; who may call it is decided by the gateway in front of it. */
export const handler = httpHandler(
  apiAnswer({
    people: dynamoPersonStore(tables, { people, records }),
    addresses: dynamoAddressBook(tables, records),
    timeline: dynamoTimelineStore(tables, records),
    counts: dynamoCampaignCounts(tables, records),
    releases: dynamoReleaseStore(tables, records),
    bus: eventBridgeBus(eventBridgeClient(), environment.BUS_NAME),
    keys: kmsMacKeys(kmsClient(), environment.MAC_KEY_ID),
    jobs: sqsJobsQueue(sqs, environment.JOBS_QUEUE_URL),
    rejected: sqsRejectedShelf(sqs, environment.REJECTED_QUEUE_URL, environment.INPUTS_QUEUE_URL),
    testMailer: sesTestMailer(ses, { allowedRecipients: environment.ALLOWED_RECIPIENTS, now: Date.now }),
    spamRates: dynamoSpamRates(tables, records),
    templates: dynamoTemplateSwitches(tables, records),
    everybody: dynamoPeoplePages(tables, people),
    plans: dynamoPlanStore(tables, records),
    crowds: dynamoCrowdJobs(tables, records),
    isErased: (profileHmac) => erasures.isErased(profileHmac),
    linkOrigin: environment.LINK_ORIGIN,
    clock: Date.now,
    newEventId: randomUUID,
  }),
  apiHouse,
);
