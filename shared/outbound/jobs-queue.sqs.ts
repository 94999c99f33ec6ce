import type { SQSClient } from '@aws-sdk/client-sqs';
import type { JobsQueue } from '../person/jobs-queue.ts';
import { sendBatches } from './send-batches.sqs.ts';

/** The queue of background work: one body an order. */
export function sqsJobsQueue(client: SQSClient, queueUrl: string): JobsQueue {
  return {
    async enqueue(orders, options) {
      await sendBatches(
        client,
        queueUrl,
        orders.map((order) => JSON.stringify(order)),
        options?.delay,
      );
    },
  };
}
