import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { CliError } from '../verb.ts';
import type { RefusedLine } from './ready-row.ts';

const FIELDS = ['line', 'row', 'profileId', 'reason', 'field', 'message'] as const;

/** Where every refused row is written, in the order of the file. */
export interface Report {
  /** Writes these lines; gives the length of the report in bytes after them. */
  add(refused: readonly RefusedLine[]): number;
  close(): void;
}

export const noReport: Report = { add: () => 0, close() {} };

/**
 * A report in `file`: CSV where its name ends so, else a JSON object a line. Whatever stands there behind `bytes` was written by a run
 * that was killed before it could count it, and is written again. It names lines, ids and reasons, never an address. Throws CliError 2.
 */
export function reportIn(file: string, bytes: number): Report {
  const descriptor = opened(file, bytes);
  let length = bytes;
  ftruncateSync(descriptor, bytes);
  const write = (text: string) => {
    if (text !== '') length += writeSync(descriptor, text, length);
    return length;
  };
  const isCsv = file.toLowerCase().endsWith('.csv');
  if (isCsv && bytes === 0) write(`${FIELDS.join(',')}\n`);
  return {
    add: (refused) => write(refused.map((line) => (isCsv ? csvLine(line) : `${JSON.stringify(line)}\n`)).join('')),
    close: () => closeSync(descriptor),
  };
}

function opened(file: string, bytes: number): number {
  try {
    return openSync(file, bytes === 0 ? 'w' : 'r+', 0o600);
  } catch (error) {
    throw new CliError(2, `cannot write the report ${file} (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

function csvLine(line: RefusedLine): string {
  const cells = FIELDS.map((field) => String(line[field] ?? ''));
  return `${cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}
