import { CliError } from '../verb.ts';
import { csvRows } from './csv-rows.ts';
import type { Reading } from './file-stream.ts';
import { jsonRows } from './json-rows.ts';
import type { ImportPlan } from './plan.ts';
import type { BrokenRow, RawRow } from './raw-row.ts';
import type { Target } from './targets.ts';

/** The rows of a file of people: JSON lines where its name says so, else CSV with a head that fits the plan. */
export function peopleRows(plan: ImportPlan, reading: Reading): AsyncIterable<RawRow | BrokenRow> {
  if (/\.(jsonl|ndjson|json)(\.gz)?$/i.test(plan.file)) return jsonRows(plan.file, reading);
  return csvRows(plan.file, reading, (names) => checkHead(plan, names));
}

/** Throws CliError 2 where a mapped column is not there, or nothing names the person. */
export function checkHead(plan: ImportPlan, names: readonly string[]): void {
  const has = `It has: ${names.join(', ')}.`;
  for (const target of plan.mapped) {
    const [column = ''] = plan.columns.get(target) ?? [];
    if (!names.includes(column))
      throw new CliError(2, `${plan.file} has no column ${column}, which --map names. ${has}`);
  }
  const ids = plan.columns.get('profileId' satisfies Target) ?? [];
  if (ids.some((column) => names.includes(column))) return;
  const like = plan.preset ? ` It does not look like an export of ${plan.preset.name}.` : '';
  throw new CliError(
    2,
    `${plan.file} has no column with your ids: say which with --map profileId=<column>.${like} ${has}`,
  );
}
