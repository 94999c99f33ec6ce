import { RefusedRow } from './cells.ts';
import type { Delivered } from './deliver.ts';
import type { BrokenRow, RawRow } from './raw-row.ts';
import { isBroken } from './raw-row.ts';
import type { ReadyRow, RefusedLine } from './ready-row.ts';

/** What POST /api/imports/check takes at once. */
const BATCH_ROWS = 100;
/** Permission texts may be long; far below the 5 MB that the API takes. */
const BATCH_BYTES = 1_000_000;

/** Consecutive rows of the file: those to send, and those refused before anybody was asked. */
interface Batch {
  readonly ready: ReadyRow[];
  readonly refused: RefusedLine[];
  rows: number;
  bytes: number;
}

const emptyBatch = (): Batch => ({ ready: [], refused: [], rows: 0, bytes: 0 });

function add(batch: Batch, raw: RawRow | BrokenRow, read: (row: RawRow) => ReadyRow): void {
  batch.rows += 1;
  const at = { row: raw.row, line: raw.line, profileId: null };
  if (isBroken(raw)) {
    batch.refused.push({ ...at, reason: 'unreadable', field: '', message: raw.problem });
    return;
  }
  try {
    const ready = read(raw);
    batch.ready.push(ready);
    batch.bytes += JSON.stringify(ready.events).length;
  } catch (error) {
    if (!(error instanceof RefusedRow)) throw error;
    batch.refused.push({ ...at, ...error.refusal });
  }
}

async function* batchesOf(
  rows: AsyncIterable<RawRow | BrokenRow>,
  read: (row: RawRow) => ReadyRow,
): AsyncGenerator<Batch> {
  let batch = emptyBatch();
  for await (const row of rows) {
    add(batch, row, read);
    if (batch.rows < BATCH_ROWS && batch.bytes < BATCH_BYTES) continue;
    yield batch;
    batch = emptyBatch();
  }
  if (batch.rows > 0) yield batch;
}

export interface Work {
  readonly rows: AsyncIterable<RawRow | BrokenRow>;
  /** Throws RefusedRow. */
  readonly read: (row: RawRow) => ReadyRow;
  readonly deliver: (ready: readonly ReadyRow[]) => Promise<Delivered>;
  /** How many batches may be on their way; the file is read no faster than they come back. */
  readonly width: number;
  /** Called batch by batch in the order of the file, as soon as all before are done. */
  readonly done: (delivered: Delivered) => void;
}

/** Sends a file in batches, several at once, in bounded memory. Rejects with the first failure, when the batches before it are done. */
export async function inBatches({ rows, read, deliver, width, done }: Work): Promise<void> {
  const underway: Promise<Delivered>[] = [];
  const settle = async () => {
    const first = underway.shift();
    if (first) done(await first);
  };
  try {
    for await (const batch of batchesOf(rows, read)) {
      if (underway.length >= width) await settle();
      const delivered = deliverBatch(batch, deliver);
      // Awaited in turn; until then a failure is nobody's unhandled rejection.
      delivered.catch(() => undefined);
      underway.push(delivered);
    }
    while (underway.length > 0) await settle();
  } finally {
    await Promise.allSettled(underway);
  }
}

async function deliverBatch({ ready, refused }: Batch, deliver: Work['deliver']): Promise<Delivered> {
  const delivered = ready.length > 0 ? await deliver(ready) : { taken: [], refused: [] };
  return {
    taken: delivered.taken,
    refused: [...refused, ...delivered.refused].sort((left, right) => left.row - right.row),
  };
}
