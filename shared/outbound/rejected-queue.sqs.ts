import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Problem } from '../kernel/errors.ts';
import { type Instant, isoInstant } from '../kernel/instants.ts';
import { sendBatches } from './send-batches.sqs.ts';

/** An input that cannot be taken: neither retried nor lost. */
export interface Rejection {
  /** One word a kind, such as `invalid` for what cannot be read, `refused` for what the decision does not take. */
  readonly reason: string;
  readonly problems: readonly Problem[];
  /** The body as it came. */
  readonly record: string;
  readonly at: Instant;
}

export interface RejectedQueue {
  /** Rejects with RetryableError: then the input's own queue keeps it. */
  reject(rejections: readonly Rejection[]): Promise<void>;
}

/** Bodies `{ reason, problems, record, at }`, `at` as ISO text. */
export function sqsRejectedQueue(client: SQSClient, queueUrl: string): RejectedQueue {
  return {
    async reject(rejections) {
      const bodies = rejections.map((each) => JSON.stringify({ ...each, at: isoInstant(each.at) }));
      await sendBatches(client, queueUrl, bodies);
    },
  };
}
