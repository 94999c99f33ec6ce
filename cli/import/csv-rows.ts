import { parse } from 'csv-parse';
import { CliError } from '../verb.ts';
import { contentOf, type Reading } from './file-stream.ts';
import type { BrokenRow, RawRow } from './raw-row.ts';

/** Above this a row is taken for a quote that was opened and never closed. */
const ROW_BYTES = 1_000_000;

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The rows of a CSV file with a head, one at a time: comma, semicolon or tab, by its head; a byte order mark is passed over.
 * `onHead` sees the names of the columns before the first row. Throws CliError 2 where the file is not CSV at all.
 */
export async function* csvRows(
  file: string,
  reading: Reading,
  onHead: (names: readonly string[]) => void,
): AsyncGenerator<RawRow | BrokenRow> {
  let head: readonly string[] | null = null;
  let row = 0;
  let line = 1;
  try {
    for await (const { record, info } of parsedRows(file, reading, await delimiterOf(file))) {
      const begins = info.lines - newlinesIn(record);
      line = info.lines + 1;
      if (head) {
        row += 1;
        yield rowOf(head, record, row, begins);
      } else {
        head = headOf(record, file);
        onHead(head);
      }
    }
  } catch (error) {
    if (error instanceof CliError || !head) throw notCsv(file, error);
    yield { row: row + 1, line, problem: 'opens a quote that is never closed: no row from here on could be read' };
  }
  if (!head) throw new CliError(2, `${file} is empty: its first line names the columns`);
}

function parsedRows(file: string, reading: Reading, delimiter: string): AsyncIterable<Parsed> {
  const parser = parse({
    bom: true,
    info: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: ROW_BYTES,
  });
  const content = contentOf(file, reading);
  content.on('error', (error) => parser.destroy(error));
  return content.pipe(parser) as AsyncIterable<Parsed>;
}

/** The one of comma, semicolon and tab that the head has most of; quoted names do not count. */
async function delimiterOf(file: string): Promise<string> {
  const content = contentOf(file, { bytes: 0 });
  const { value } = (await content[Symbol.asyncIterator]().next()) as IteratorResult<Buffer, undefined>;
  content.destroy();
  const head = (value?.toString('utf8') ?? '').split(/\r?\n/, 1)[0]?.replaceAll(/"[^"]*"/g, '') ?? '';
  const count = (letter: string) => head.split(letter).length;
  return [';', '\t'].reduce((most, letter) => (count(letter) > count(most) ? letter : most), ',');
}

function newlinesIn(record: readonly string[]): number {
  return record.reduce((sum, value) => (value.includes('\n') ? sum + value.split('\n').length - 1 : sum), 0);
}

function headOf(record: readonly string[], file: string): readonly string[] {
  const names = record.map((name) => name.trim());
  if (names.every((name) => name === ''))
    throw new CliError(2, `${file} has no head: its first line names the columns`);
  return names;
}

function rowOf(head: readonly string[], record: readonly string[], row: number, line: number): RawRow | BrokenRow {
  if (record.length !== head.length)
    return { row, line, problem: `has ${record.length} values where the head names ${head.length} columns` };
  const values: Record<string, string> = {};
  for (const [index, name] of head.entries()) values[name] ??= record[index] ?? '';
  return { row, line, values };
}

function notCsv(file: string, error: unknown): unknown {
  if (error instanceof CliError) return error;
  return new CliError(2, `${file} cannot be read as CSV: ${error instanceof Error ? error.message : 'unknown fault'}`);
}
