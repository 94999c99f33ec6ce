import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { RetryableError } from '../kernel/errors.ts';
import { sendBatches } from './send-batches.sqs.ts';

/** One thing that could not be taken, as it lies in the queue. */
export interface RejectedRecord {
  /** The queue's own id of it; stays the same while it lies there. */
  readonly id: string;
  /** `{ reason, problems, record, at }`, see `rejected-queue.sqs.ts`. */
  readonly body: string;
}

/** What was rejected, for the operator who looks at it and lets it be taken once more. */
export interface RejectedShelf {
  /** Up to `limit` of what lies there, in no order. Rejects with RetryableError. */
  look(limit: number): Promise<readonly RejectedRecord[]>;
  /**
   * Hands records to `inputs` as they came, then takes them away: `recordOf` gives what to hand over, null for what stays. Looks at
   * up to `limit`. Gives the ids of those handed over. What is handed over twice by a crash in between counts once: events have ids.
   */
  replay(limit: number, recordOf: (found: RejectedRecord) => string | null): Promise<readonly string[]>;
}

/** s. As long as a request may take: what a crash leaves hidden comes back by itself. */
const HIDDEN_FOR = 30;

export function sqsRejectedShelf(client: SQSClient, rejectedUrl: string, inputsUrl: string): RejectedShelf {
  return {
    async look(limit) {
      const { found, handles } = await take(client, rejectedUrl, limit);
      await giveBack(client, rejectedUrl, handles.values());
      return found;
    },
    async replay(limit, recordOf) {
      const { found, handles } = await take(client, rejectedUrl, limit);
      const replayed: string[] = [];
      try {
        for (const each of found) {
          const record = recordOf(each);
          if (record === null) continue;
          await sendBatches(client, inputsUrl, [record]);
          await remove(client, rejectedUrl, handles.get(each.id) ?? '');
          handles.delete(each.id);
          replayed.push(each.id);
        }
      } finally {
        await giveBack(client, rejectedUrl, handles.values());
      }
      return replayed;
    },
  };
}

interface Taken {
  readonly found: readonly RejectedRecord[];
  /** Receipt handles by id. */
  readonly handles: Map<string, string>;
}

/** Hides up to `limit` for a moment, until an empty answer says that there are no more. */
async function take(client: SQSClient, QueueUrl: string, limit: number): Promise<Taken> {
  const found: RejectedRecord[] = [];
  const handles = new Map<string, string>();
  while (found.length < limit) {
    const MaxNumberOfMessages = Math.min(10, limit - found.length);
    // Long polling asks every server of the queue; a short poll may miss what is there.
    const call = { QueueUrl, MaxNumberOfMessages, WaitTimeSeconds: 1, VisibilityTimeout: HIDDEN_FOR };
    const { Messages = [] } = await orRetry(QueueUrl, () => client.send(new ReceiveMessageCommand(call)));
    if (Messages.length === 0) break;
    for (const message of Messages) {
      if (!handles.has(idOf(message))) found.push({ id: idOf(message), body: message.Body ?? '' });
      handles.set(idOf(message), message.ReceiptHandle ?? '');
    }
  }
  return { found, handles };
}

function idOf({ MessageId = '' }: Message): string {
  return MessageId;
}

async function remove(client: SQSClient, QueueUrl: string, ReceiptHandle: string): Promise<void> {
  await orRetry(QueueUrl, () => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })));
}

async function giveBack(client: SQSClient, QueueUrl: string, handles: Iterable<string>): Promise<void> {
  const calls = Array.from(handles, (ReceiptHandle) => ({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  await Promise.all(
    calls.map((call) => orRetry(QueueUrl, () => client.send(new ChangeMessageVisibilityCommand(call)))),
  );
}

async function orRetry<T>(queueUrl: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new RetryableError(`queue ${queueUrl.split('/').at(-1)} did not answer as it should`, { cause: error });
  }
}
