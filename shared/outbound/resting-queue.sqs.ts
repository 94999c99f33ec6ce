import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { RetryableError } from '../kernel/errors.ts';
import { sendBatches } from './send-batches.sqs.ts';

/** What is to become of a message: the body itself to keep it, another one to replace it, null to delete it. */
export type Sieve = (body: string) => Promise<string | null>;

/** A queue whose messages wait for an operator: dead letters, what was rejected. */
interface RestingQueue {
  /**
   * Looks at the messages, up to a bound a call. Gives whether it saw the end; if not, call again: those seen stay hidden for
   * some minutes and come back by themselves. Rejects with RetryableError; then the same call may be made again.
   */
  sift(sieve: Sieve): Promise<boolean>;
}

/** s. Longer than a few pages take; shorter than a failed job waits for its next delivery. */
const HIDDEN_FOR = 300;
/** Of ten messages; with a second for the last, empty one a call ends within the function's time. */
const MOST_RECEIVES = 100;

export function sqsRestingQueue(client: SQSClient, queueUrl: string): RestingQueue {
  return {
    async sift(sieve) {
      const held = new Set<Message>();
      try {
        for (let received = 0; received < MOST_RECEIVES; received += 1) {
          const messages = await receive(client, queueUrl);
          for (const message of messages) held.add(message);
          for (const message of messages) {
            if (await siftOne(client, queueUrl, message, sieve)) held.delete(message);
          }
          if (messages.length === 0) {
            await giveBack(client, queueUrl, held);
            return true;
          }
        }
        return false;
      } catch (error) {
        // Else the next attempt would not see those that this one had no time for.
        await giveBack(client, queueUrl, held).catch(() => undefined);
        throw error;
      }
    },
  };
}

async function receive(client: SQSClient, QueueUrl: string): Promise<readonly Message[]> {
  // Long polling asks every server of the queue; a short poll may miss messages that are there.
  const call = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: HIDDEN_FOR };
  const { Messages = [] } = await orRetry(QueueUrl, () => client.send(new ReceiveMessageCommand(call)));
  return Messages;
}

/** True where the message is gone. A replacement is sent before its original is deleted: two are better than none. */
async function siftOne(client: SQSClient, QueueUrl: string, message: Message, sieve: Sieve): Promise<boolean> {
  const { Body = '', ReceiptHandle } = message;
  const left = await sieve(Body);
  if (left === Body) return false;
  if (left !== null) await sendBatches(client, QueueUrl, [left]);
  await orRetry(QueueUrl, () => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })));
  return true;
}

async function giveBack(client: SQSClient, QueueUrl: string, messages: Iterable<Message>): Promise<void> {
  await Promise.all(
    Array.from(messages, ({ ReceiptHandle }) => {
      const call = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
      return orRetry(QueueUrl, () => client.send(new ChangeMessageVisibilityCommand(call)));
    }),
  );
}

async function orRetry<T>(queueUrl: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new RetryableError(`queue ${queueUrl.split('/').at(-1)} did not answer as it should`, { cause: error });
  }
}
