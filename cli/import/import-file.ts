import { derivedId } from '../../shared/kernel/ids.ts';
import { NoAnswerError } from '../api-client.ts';
import type { ApiOptions } from '../api-options.ts';
import { apiOrigin } from '../api-origin.ts';
import { CliError } from '../verb.ts';
import { inBatches } from './batches.ts';
import { checkpointIn, noCheckpoint } from './checkpoint.ts';
import { checkRows, type Delivered, deliver } from './deliver.ts';
import { fileFacts, printOf, type Reading } from './file-stream.ts';
import { type ImportOptions, meaningOf, widthOf } from './import-options.ts';
import { progressBar } from './progress-bar.ts';
import type { BrokenRow, RawRow } from './raw-row.ts';
import type { ReadyRow, RefusedLine } from './ready-row.ts';
import { noReport, reportIn } from './report.ts';
import { acceptedOf, type Tally, tallied } from './tally.ts';

/** Shown on the terminal; the report has them all. */
const SHOWN = 20;

/** How the rows of one file are read; `fingerprint` goes into the ids of their events. */
export interface Source {
  readonly file: string;
  readonly rows: (reading: Reading) => AsyncIterable<RawRow | BrokenRow>;
  readonly read: (fingerprint: string, row: RawRow) => ReadyRow;
}

export interface Imported {
  readonly tally: Tally;
  readonly first: readonly RefusedLine[];
  /** The row at which an earlier run had stopped; 0 for a fresh one. */
  readonly continued: number;
  /** False where a dry run found no API to ask for suppressions and withdrawals. */
  readonly wasChecked: boolean;
}

/**
 * Imports a file from where an earlier run of the same import stopped. Every batch is delivered, its refusals are reported, and
 * then the checkpoint moves: a run that is killed at any point repeats at most what was on its way, with the same event ids.
 * Throws CliError 2 when the API stays out of reach; the checkpoint is kept.
 */
export async function importFile(source: Source, options: ImportOptions): Promise<Imported> {
  const fingerprint = derivedId('import', printOf(source.file), JSON.stringify(meaningOf(options)));
  const file = options.checkpoint ?? `${source.file}.heed-import`;
  const checkpoint = options.dryRun ? noCheckpoint : checkpointIn(file, fingerprint);
  const { from } = checkpoint;
  const report = options.report === undefined ? noReport : reportIn(options.report, from.reportBytes);
  const bar = progressBar(!options.json);
  const reading: Reading = { bytes: 0 };
  const { size } = fileFacts(source.file);
  const courier = options.dryRun
    ? dryCourier(options)
    : { deliver: (rows: readonly ReadyRow[]) => deliver(options, rows), wasChecked: () => true };
  const first: RefusedLine[] = [];
  let { tally } = from;
  const done = ({ taken, refused }: Delivered) => {
    tally = tallied(tally, taken, refused);
    first.push(...refused.slice(0, SHOWN - first.length));
    checkpoint.save({ tally, reportBytes: report.add(refused) });
    bar.show(size === 0 ? 1 : reading.bytes / size, acceptedOf(tally), tally.refused);
  };
  const read = (row: RawRow) => source.read(fingerprint, row);
  try {
    await inBatches({
      rows: after(source.rows(reading), from.tally.rows),
      read,
      deliver: courier.deliver,
      width: widthOf(options),
      done,
    });
  } catch (error) {
    checkpoint.flush();
    throw options.dryRun ? error : interrupted(error, tally);
  } finally {
    bar.clear();
    report.close();
  }
  checkpoint.remove();
  return { tally, first, continued: from.tally.rows, wasChecked: courier.wasChecked() };
}

/** Rows behind the checkpoint; those before it are read, and passed over. */
async function* after(rows: AsyncIterable<RawRow | BrokenRow>, from: number): AsyncGenerator<RawRow | BrokenRow> {
  for await (const row of rows) if (row.row > from) yield row;
}

function interrupted(error: unknown, tally: Tally): unknown {
  if (!(error instanceof CliError) || tally.rows === 0) return error;
  return new CliError(
    error.exitCode,
    `${error.message}\n${tally.rows} rows are done: run the same command again to go on from there.`,
  );
}

/** Sends nothing. Asks the API for verdicts while there is one to ask: a file can be checked before anything runs. */
function dryCourier(api: ApiOptions) {
  let canAsk = hasApi(api);
  return {
    wasChecked: () => canAsk,
    async deliver(rows: readonly ReadyRow[]): Promise<Delivered> {
      if (!canAsk) return { taken: rows, refused: [] };
      try {
        return await checkRows(api, rows, 1);
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        canAsk = false;
        return { taken: rows, refused: [] };
      }
    },
  };
}

function hasApi(api: ApiOptions): boolean {
  if (api.api !== undefined || process.env.HEED_API) return true;
  try {
    return apiOrigin(api) !== '';
  } catch {
    return false;
  }
}
