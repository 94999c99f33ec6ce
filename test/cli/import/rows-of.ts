import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Refusal, RefusedRow } from '../../../cli/import/cells.ts';
import { type ImportOptions, planOf, withImportOptions } from '../../../cli/import/import-options.ts';
import { peopleRows } from '../../../cli/import/people-file.ts';
import { peopleRow } from '../../../cli/import/people-row.ts';
import { isBroken } from '../../../cli/import/raw-row.ts';
import type { ReadyRow } from '../../../cli/import/ready-row.ts';
import { folderWith } from '../heed-command.ts';

/** Somebody imports in December 2026. */
export const NOW = Date.UTC(2026, 11, 1);

/** The options as a command line says them. */
export function optionsOf(args: readonly string[]): ImportOptions {
  const command = withImportOptions(new Command('import').exitOverride()).argument('[file]');
  return command.parse(['--as-of', '2026-11-01T00:00:00Z', ...args], { from: 'user' }).opts<ImportOptions>();
}

/** What each row of a file becomes: ready, or why not. */
export async function rowsOfFile(file: string, args: readonly string[]): Promise<(ReadyRow | Refusal)[]> {
  const plan = planOf(file, optionsOf(args), NOW);
  const became: (ReadyRow | Refusal)[] = [];
  for await (const row of peopleRows(plan, { bytes: 0 })) {
    if (isBroken(row)) became.push({ reason: 'unreadable', field: '', message: row.problem });
    else became.push(readOrRefused(() => peopleRow(plan, 'print', row, NOW)));
  }
  return became;
}

/** The same for a file that is written first. */
export async function rowsOf(
  text: string,
  args: readonly string[],
  name = 'people.csv',
): Promise<(ReadyRow | Refusal)[]> {
  const file = join(folderWith({}), name);
  writeFileSync(file, text);
  return rowsOfFile(file, args);
}

function readOrRefused(read: () => ReadyRow): ReadyRow | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof RefusedRow) return error.refusal;
    throw error;
  }
}
