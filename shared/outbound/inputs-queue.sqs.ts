import type { SQSClient } from '@aws-sdk/client-sqs';
import type { JsonObject } from '../kernel/json.ts';
import { sendBatches } from './send-batches.sqs.ts';

/** The queue that `decide` reads: timers of the sweep, requests of the pages, whatever is not an event of the bus. */
export interface InputsQueue {
  /** One message a body. `delay` in seconds, at most 900. Rejects with RetryableError. */
  enqueue(bodies: readonly JsonObject[], options?: { readonly delay?: number }): Promise<void>;
}

export function sqsInputsQueue(client: SQSClient, queueUrl: string): InputsQueue {
  return {
    async enqueue(bodies, options) {
      await sendBatches(
        client,
        queueUrl,
        bodies.map((body) => JSON.stringify(body)),
        options?.delay,
      );
    },
  };
}
