import type { MappingWiring } from '../template/wiring.ts';
import { trouble } from '../trouble.ts';
import type { FunctionHost } from '../workers/function-host.ts';
import type { Outcome } from '../workers/host-thread.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Mapping } from './queue-mapping.ts';
import { engineSequence, type StreamReader, type StreamRecord } from './stream-records.ts';

interface StreamMappingOptions {
  readonly table: string;
  readonly wiring: MappingWiring;
  readonly reader: StreamReader;
  readonly checkpoint: Checkpoint;
  readonly host: FunctionHost;
  /** Keeps records that failed to the end, as the template's failure destination would. */
  readonly onGivenUp: (records: readonly StreamRecord[], outcome: Outcome) => void;
  readonly say: (line: string) => void;
}

export interface StreamMapping extends Mapping {
  readonly table: string;
  /** Reads and feeds until the stream is empty; gives the number of records. A read already under way may have begun too early and does not count. */
  drain(): Promise<number>;
}

/** Who writes tells (`nudge`), so this only finds what came another way: rows whose time to live is over, somebody else at the engine. */
const LOOK_MS = 250;

/**
 * Feeds a table's stream to a function as Lambda does: records of one item in order, several lanes at once (parallelization), a failed
 * batch halved or retried from the failed record, finite retries, then the failure destination. The checkpoint moves only when all
 * lanes of a read are done, so a killed run repeats records and skips none.
 */
export function startStreamMapping(options: StreamMappingOptions): StreamMapping {
  const { table, wiring, reader, checkpoint, host, say } = options;
  const reading = trouble(say, `${wiring.functionId} cannot be fed from the stream of ${table}`);
  // More lanes than threads would only make more and smaller batches.
  const width = Math.min(wiring.parallelization, host.threads);
  let stopped = false;
  let working = false;
  let nudged = false;
  let wake: (() => void) | null = null;
  let underWay: Promise<number> | null = null;

  const step = async (): Promise<number> => {
    const records = await reader.next(wiring.batchSize * wiring.parallelization);
    const last = records.at(-1);
    if (!last) return 0;
    working = true;
    await Promise.all(lanes(records, width).map((lane) => runLane(lane, options)));
    checkpoint.write(engineSequence(last));
    working = false;
    return records.length;
  };
  /** Reads once; callers at the same time share the read. */
  const once = (): Promise<number> => {
    underWay ??= step().finally(() => {
      underWay = null;
      working = false;
    });
    return underWay;
  };
  const loop = async () => {
    while (!stopped) {
      nudged = false;
      let read = 0;
      try {
        read = await once();
        reading.wentWell();
      } catch (error) {
        reading.failed(error);
      }
      if (read > 0 || nudged) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = null;
    }
  };
  const ended = loop();
  return {
    table,
    nudge() {
      nudged = true;
      wake?.();
    },
    busy: () => (working || nudged ? 1 : 0),
    async drain() {
      await underWay?.catch(() => 0);
      let total = 0;
      for (;;) {
        const read = await once();
        if (read === 0) return total;
        total += read;
      }
    },
    async stop() {
      stopped = true;
      wake?.();
      await ended;
    },
  };
}

/** Splits records into lanes by their item, keeping the order within a lane, and lanes into batches. */
function lanes(records: readonly StreamRecord[], width: number): StreamRecord[][] {
  const result: StreamRecord[][] = Array.from({ length: width }, () => []);
  for (const record of records) result[laneOf(record, width)]!.push(record);
  return result.filter((lane) => lane.length > 0);
}

function laneOf(record: StreamRecord, count: number): number {
  let hash = 0;
  for (const letter of JSON.stringify(record.dynamodb.Keys)) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash % count;
}

async function runLane(lane: readonly StreamRecord[], options: StreamMappingOptions): Promise<void> {
  const { batchSize } = options.wiring;
  for (let from = 0; from < lane.length; from += batchSize)
    await runBatch(lane.slice(from, from + batchSize), options, 0);
}

/** Lambda retries a batch with growing pauses; nothing here needs the long ones. */
const RETRY_PAUSE_MS = 20;

/** Runs a batch until each record is done or given up; halves do not use up retries, as in Lambda. */
async function runBatch(batch: readonly StreamRecord[], options: StreamMappingOptions, attempt: number): Promise<void> {
  const { wiring, host, onGivenUp } = options;
  const outcome = await host.invoke({ Records: batch });
  const rest = remaining(batch, outcome, wiring.reportsItemFailures);
  if (rest.length === 0) return;
  const progressed = rest.length < batch.length;
  if (wiring.bisects && rest.length > 1 && !progressed) {
    const middle = Math.ceil(rest.length / 2);
    await runBatch(rest.slice(0, middle), options, attempt);
    await runBatch(rest.slice(middle), options, attempt);
    return;
  }
  if (wiring.retries !== null && attempt >= wiring.retries) {
    onGivenUp(rest.slice(0, 1), outcome);
    if (rest.length > 1) await runBatch(rest.slice(1), options, 0);
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE_MS * 2 ** Math.min(attempt, 5)));
  await runBatch(rest, options, progressed ? 0 : attempt + 1);
}

/** What must run again: everything after a function error, all from the first reported record on otherwise. */
function remaining(batch: readonly StreamRecord[], outcome: Outcome, reports: boolean): readonly StreamRecord[] {
  if (!outcome.ok) return batch;
  const { answer } = outcome;
  if (!reports || typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return [];
  const failures = answer.batchItemFailures;
  if (!Array.isArray(failures) || failures.length === 0) return [];
  const failed = new Set(failures.map((failure: { itemIdentifier?: unknown }) => failure.itemIdentifier));
  const first = batch.findIndex(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
  return first === -1 ? batch : batch.slice(first);
}
