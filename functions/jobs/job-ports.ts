import { setTimeout as pause } from 'node:timers/promises';
import { dynamoClient, kmsClient, sesClient, type sqsClient } from '../../shared/outbound/clients.ts';
import { sqsInputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import { sqsJobsQueue } from '../../shared/outbound/jobs-queue.sqs.ts';
import { kmsMacKeys } from '../../shared/outbound/mac-keys.kms.ts';
import { pacedSuppressionList } from '../../shared/outbound/paced-suppression-list.ts';
import { sqsQueueDepth } from '../../shared/outbound/queue-depth.sqs.ts';
import { sqsRestingQueue } from '../../shared/outbound/resting-queue.sqs.ts';
import { sesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { dynamoCrowdJobs } from '../../shared/table/crowd-jobs.dynamodb.ts';
import { dynamoErasureStore } from '../../shared/table/erasure.dynamodb.ts';
import { dynamoEvidenceStore } from '../../shared/table/evidence.dynamodb.ts';
import { dynamoJobStore } from '../../shared/table/job.dynamodb.ts';
import { dynamoPeoplePages } from '../../shared/table/people-pages.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoSuppressionPace } from '../../shared/table/suppression-pace.dynamodb.ts';
import type { JobPorts } from './work-order.ts';

export interface JobPlaces {
  readonly people: string;
  readonly records: string;
  readonly jobsQueueUrl: string;
  readonly inputsQueueUrl: string;
  /** Where messages wait for an operator. */
  readonly restingQueueUrls: readonly string[];
  readonly macKeyId: string;
}

/** What the jobs work with, in AWS. */
export function jobPorts(sqs: ReturnType<typeof sqsClient>, places: JobPlaces): JobPorts {
  const { people, records, jobsQueueUrl, inputsQueueUrl } = places;
  const dynamo = dynamoClient();
  const tables = { people, records };
  const queue = sqsJobsQueue(sqs, jobsQueueUrl);
  return {
    person: {
      people: dynamoPersonStore(dynamo, tables),
      addresses: dynamoAddressBook(dynamo, records),
      erasures: dynamoErasureStore(dynamo, tables),
      jobs: dynamoJobStore(dynamo, records),
      queue,
      resting: places.restingQueueUrls.map((url) => sqsRestingQueue(sqs, url)),
      keys: kmsMacKeys(kmsClient(), places.macKeyId),
      evidence: dynamoEvidenceStore(dynamo, records),
      list: pacedSuppressionList(sesSuppressionList(sesClient()), {
        pace: dynamoSuppressionPace(dynamo, records),
        clock: Date.now,
        pause: (ms) => pause(ms),
      }),
      clock: Date.now,
    },
    crowd: {
      crowds: dynamoCrowdJobs(dynamo, records),
      people: dynamoPeoplePages(dynamo, people),
      inputs: sqsInputsQueue(sqs, inputsQueueUrl),
      queue,
      depth: sqsQueueDepth(sqs, inputsQueueUrl),
    },
  };
}
