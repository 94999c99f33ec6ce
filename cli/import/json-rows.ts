import { createInterface } from 'node:readline';
import type { Json } from '../../shared/kernel/json.ts';
import { contentOf, type Reading } from './file-stream.ts';
import type { BrokenRow, RawRow } from './raw-row.ts';

/** The rows of a file with one JSON object a line, as they stand: `{ "User": { "UserId": "c-1" } }`. */
export async function* jsonLines(file: string, reading: Reading): AsyncGenerator<RawRow | BrokenRow> {
  let row = 0;
  let line = 0;
  for await (const text of createInterface({ input: contentOf(file, reading), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === '') continue;
    row += 1;
    const values = objectOf(text);
    yield values ? { row, line, values } : { row, line, problem: 'is not a JSON object' };
  }
}

/** The same with the names of inner objects joined by dots, as columns: `User.UserId`. */
export async function* jsonRows(file: string, reading: Reading): AsyncGenerator<RawRow | BrokenRow> {
  for await (const row of jsonLines(file, reading)) yield 'values' in row ? { ...row, values: flat(row.values) } : row;
}

function objectOf(text: string): Record<string, Json> | null {
  try {
    const value = JSON.parse(text) as unknown;
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, Json>)
      : null;
  } catch {
    return null;
  }
}

/** A list of one, as Pinpoint keeps every attribute, is its only item. */
function flat(values: Readonly<Record<string, Json>>, before = ''): Record<string, Json> {
  const entries = Object.entries(values).flatMap(([name, value]): [string, Json][] => {
    if (Array.isArray(value)) return [[before + name, value.length === 1 ? (value[0] as Json) : (value as Json)]];
    if (value !== null && typeof value === 'object')
      return Object.entries(flat(value as Record<string, Json>, `${before}${name}.`));
    return [[before + name, value]];
  });
  return Object.fromEntries(entries);
}
