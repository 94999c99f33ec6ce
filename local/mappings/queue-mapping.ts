import type { CostMeter } from '../aws/costs.ts';
import type { QueueMessage } from '../engines/queue-protocol.ts';
import type { QueueEngine } from '../engines/queues.ts';
import type { MappingWiring } from '../template/wiring.ts';
import { trouble } from '../trouble.ts';
import type { FunctionHost } from '../workers/function-host.ts';

/** A mapping at work. */
export interface Mapping {
  /** Looks for work now. */
  nudge(): void;
  /** Batches under way, and whether more is known to wait. */
  busy(): number;
  /** Takes no new batch and waits for those under way. */
  stop(): Promise<void>;
}

export interface QueueMappingOptions {
  readonly wiring: MappingWiring;
  readonly queue: string;
  readonly region: string;
  readonly engine: QueueEngine;
  readonly host: FunctionHost;
  readonly costs: CostMeter;
  readonly say: (line: string) => void;
}

/** SQS gives at most ten messages a call. */
const RECEIVED_AT_ONCE = 10;

/**
 * Feeds a queue to a function as Lambda does: batches of the template's size, whose window ends early when the queue is empty; what
 * the function did not report as failed is deleted, all else comes back after its visibility timeout (redrive is the engine's).
 */
export function startQueueMapping(options: QueueMappingOptions): Mapping {
  const { wiring, queue, engine, host, say } = options;
  const most = wiring.maxConcurrency ?? Number.POSITIVE_INFINITY;
  const reading = trouble(say, `the queue ${queue} cannot be read`);
  const working = trouble(
    say,
    `what ${wiring.functionId} took from the queue ${queue} is not deleted, and comes again`,
  );
  let active = 0;
  let looking = false;
  /** Somebody asked for a look while one was under way. */
  let again = false;
  let stopped = false;
  /**
   * The last batch was full. Only then a second one runs beside the first: what trickles in one by one is taken in its order, as a queue
   * with little in it mostly is, and a crowd still shows the races of several invocations.
   */
  let crowded = true;
  // The host's own limit: a batch taken while no thread is free would only use up its visibility timeout.
  const mayTake = () => !stopped && active < most && (active === 0 || crowded) && host.free();

  const work = async (batch: readonly QueueMessage[]) => {
    active += 1;
    try {
      await workOn(batch, options);
      working.wentWell();
    } catch (error) {
      working.failed(error);
    } finally {
      active -= 1;
      look();
    }
  };
  const takeAll = async () => {
    while (mayTake()) {
      const batch = await takeBatch(options);
      if (batch.length === 0) break;
      crowded = batch.length >= wiring.batchSize;
      void work(batch);
    }
    reading.wentWell();
  };
  const look = () => {
    if (stopped) return;
    again = looking;
    if (looking) return;
    looking = true;
    void takeAll()
      .catch(reading.failed)
      .finally(() => {
        looking = false;
        if (again) look();
      });
  };
  engine.onReady((name) => {
    if (name === queue) look();
  });
  host.onFree(look);
  look();
  return {
    nudge: look,
    busy: () => active + (looking ? 1 : 0),
    async stop() {
      stopped = true;
      while (active > 0 || looking) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

/** One batch; fewer than the template's size where the queue holds no more. */
async function takeBatch({ wiring, queue, engine, costs }: QueueMappingOptions): Promise<QueueMessage[]> {
  const batch: QueueMessage[] = [];
  while (batch.length < wiring.batchSize) {
    const received = await engine.receive(queue, Math.min(RECEIVED_AT_ONCE, wiring.batchSize - batch.length));
    if (received.length > 0) costs.add('sqs', 'requests', 1);
    batch.push(...received);
    if (received.length < RECEIVED_AT_ONCE) break;
  }
  return batch;
}

/** Hands a batch to the function, and deletes what it did. */
async function workOn(batch: readonly QueueMessage[], options: QueueMappingOptions): Promise<void> {
  const { wiring, queue, region, engine, host, costs } = options;
  const outcome = await host.invoke({ Records: batch.map((message) => recordOf(message, wiring.source.arn, region)) });
  const done = outcome.ok ? succeeded(batch, outcome.answer, wiring.reportsItemFailures) : [];
  if (done.length === 0) return;
  await engine.remove(
    queue,
    done.map(({ ReceiptHandle }) => ReceiptHandle),
  );
  costs.add('sqs', 'requests', Math.ceil(done.length / RECEIVED_AT_ONCE));
}

function succeeded(batch: readonly QueueMessage[], answer: unknown, reports: boolean): readonly QueueMessage[] {
  if (!reports || typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return batch;
  const failures = answer.batchItemFailures;
  if (!Array.isArray(failures)) return batch;
  const failed = new Set(failures.map((failure: { itemIdentifier?: unknown }) => failure.itemIdentifier));
  // Lambda takes an answer that names a message it did not get for a failure of the whole batch.
  if ([...failed].some((id) => !batch.some(({ MessageId }) => MessageId === id))) return [];
  return batch.filter(({ MessageId }) => !failed.has(MessageId));
}

function recordOf(message: QueueMessage, arn: string, region: string): object {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          dataType: DataType,
          stringValue: StringValue,
          binaryValue: BinaryValue,
          stringListValues: [],
          binaryListValues: [],
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: region,
  };
}
