import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { backOff } from '../kernel/back-off.ts';
import { batchesOf } from './send-batches.sqs.ts';

/** A record that its consumer could not take now. */
interface GivenBack {
  readonly receipt: string;
  /** How often it was received, this time included. */
  readonly received: number;
}

/**
 * Shortens the wait of records that come again to that of `backOff`; a lost race would wait for the queue's whole visibility
 * timeout. Best effort: where it fails they come again after that timeout.
 */
export function sqsGiveBack(client: SQSClient, queueUrl: string): (records: readonly GivenBack[]) => Promise<void> {
  return async (records) => {
    const entries = records.map(({ receipt, received }, index) => ({
      Id: String(index),
      ReceiptHandle: receipt,
      VisibilityTimeout: backOff(received),
    }));
    for (const batch of batchesOf(entries, 10, Number.POSITIVE_INFINITY, () => 0)) {
      await client
        .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries: [...batch] }))
        .catch(() => undefined);
    }
  };
}
