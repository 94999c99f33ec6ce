import * as z from 'zod';
import { sqsClient } from '../../shared/outbound/clients.ts';
import { sqsGiveBack } from '../../shared/outbound/give-back.sqs.ts';
import { queueHandler } from '../runtime/queue.ts';
import { setting, settings } from '../runtime/settings.ts';
import { jobPorts } from './job-ports.ts';
import { jobRecords } from './job-records.ts';
import { workOn } from './work-order.ts';

const resting = z.object({
  REJECTED_QUEUE_URL: setting.url,
  UNDELIVERED_QUEUE_URL: setting.url,
  INPUTS_DEAD_QUEUE_URL: setting.url,
  SEND_DEAD_QUEUE_URL: setting.url,
  SEND_PRIORITY_DEAD_QUEUE_URL: setting.url,
});
const env = settings(
  z.object({
    PEOPLE_TABLE: setting.name,
    RECORDS_TABLE: setting.name,
    JOBS_QUEUE_URL: setting.url,
    INPUTS_QUEUE_URL: setting.url,
    MAC_KEY_ID: setting.name,
  }),
);
const sqs = sqsClient();
const giveBack = sqsGiveBack(sqs, env.JOBS_QUEUE_URL);
const ports = jobPorts(sqs, {
  people: env.PEOPLE_TABLE,
  records: env.RECORDS_TABLE,
  jobsQueueUrl: env.JOBS_QUEUE_URL,
  inputsQueueUrl: env.INPUTS_QUEUE_URL,
  restingQueueUrls: Object.values(settings(resting)),
  macKeyId: env.MAC_KEY_ID,
});

/** One page a message; a batch is one message, so that a failure repeats no more than a page. */
export const handler = queueHandler(async (records) => {
  const failed = await jobRecords(records, (order, isAgain) => workOn(ports, order, isAgain));
  await giveBack(failed);
  return failed.map((each) => each.id);
});
