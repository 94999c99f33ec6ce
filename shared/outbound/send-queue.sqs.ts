import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SendQueue } from '../messages/send-queue.ts';
import { sendBatches } from './send-batches.sqs.ts';

interface SendQueueUrls {
  readonly priority: string;
  readonly normal: string;
}

/** The queues of messages to send: one body an order, `{ profileId, messageId }`. */
export function sqsSendQueue(client: SQSClient, urls: SendQueueUrls): SendQueue {
  return {
    async enqueue(orders, { priority, delay }) {
      const bodies = orders.map(({ profileId, messageId }) => JSON.stringify({ profileId, messageId }));
      await sendBatches(client, priority ? urls.priority : urls.normal, bodies, delay);
    },
  };
}
