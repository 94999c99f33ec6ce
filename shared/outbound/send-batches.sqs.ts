import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { RetryableError } from '../kernel/errors.ts';

/** SQS takes ten messages and 1 MiB a call. */
const MOST_ENTRIES = 10;
const MOST_BYTES = 1024 * 1024;

/**
 * Sends bodies in as few calls as SQS allows. `delay` in seconds, at most 900.
 * Rejects with RetryableError, which tells how many SQS did not take; those it took stay, so bodies must bear repetition.
 */
export async function sendBatches(
  client: SQSClient,
  queueUrl: string,
  bodies: readonly string[],
  delay = 0,
): Promise<void> {
  const queue = queueUrl.split('/').at(-1) ?? queueUrl;
  for (const batch of batchesOf(bodies, MOST_ENTRIES, MOST_BYTES, (body) => Buffer.byteLength(body))) {
    const Entries = batch.map((MessageBody, n) => ({
      Id: String(n),
      MessageBody,
      ...(delay > 0 ? { DelaySeconds: delay } : {}),
    }));
    const { Failed = [] } = await client
      .send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      .catch((error: unknown) => {
        throw new RetryableError(`queue ${queue} did not answer as it should`, { cause: error });
      });
    if (Failed.length > 0) {
      throw new RetryableError(
        `queue ${queue} did not take ${Failed.length} of ${batch.length} messages (${Failed[0]?.Code})`,
      );
    }
  }
}

/** Cuts a list into runs of at most `most` things of together at most `bytes`; a thing above that is a run of its own. */
export function batchesOf<Thing>(
  things: readonly Thing[],
  most: number,
  bytes = Number.POSITIVE_INFINITY,
  sizeOf: (thing: Thing) => number = () => 0,
): readonly (readonly Thing[])[] {
  const batches: Thing[][] = [];
  let size = 0;
  for (const thing of things) {
    const own = sizeOf(thing);
    const last = batches.at(-1);
    if (last && last.length < most && size + own <= bytes) {
      last.push(thing);
      size += own;
    } else {
      batches.push([thing]);
      size = own;
    }
  }
  return batches;
}
