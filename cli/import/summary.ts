import type { Imported } from './import-file.ts';
import type { ImportOptions } from './import-options.ts';
import type { ImportPlan } from './plan.ts';
import { acceptedOf } from './tally.ts';

/** What a run says at its end, for machines; refusals at most 20, the report has all. */
export function summaryOf(file: string, imported: Imported, options: ImportOptions, notes: readonly string[]) {
  const { tally, first, continued } = imported;
  return {
    file,
    dryRun: options.dryRun,
    rows: tally.rows,
    accepted: acceptedOf(tally),
    granted: tally.granted,
    withdrawn: tally.withdrawn,
    facts: tally.facts,
    events: tally.events,
    refused: tally.refused,
    refusedByReason: tally.reasons,
    refusals: first,
    report: options.report ?? null,
    continuedAfterRow: continued,
    notes,
  };
}

/** The same in lines for people. */
export function summaryLines({ file, dryRun, ...told }: ReturnType<typeof summaryOf>): string[] {
  const kinds = [
    [told.granted, 'permissions'],
    [told.withdrawn, 'withdrawals'],
    [told.facts, 'facts alone'],
    [told.events, 'events'],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  const reasons = Object.entries(told.refusedByReason).toSorted(([, left], [, right]) => right - left);
  const more = told.refused > told.refusals.length && told.report === null;
  return [
    `${file}: ${told.rows} rows${dryRun ? ', a dry run: nothing was sent' : ''}`,
    ...(told.continuedAfterRow > 0 ? [`  continued after row ${told.continuedAfterRow}`] : []),
    `  accepted ${told.accepted}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`,
    `  refused  ${told.refused}`,
    ...reasons.map(([reason, count]) => `    ${reason.padEnd(18)} ${count}`),
    ...told.refusals.map(
      ({ line, reason, field, message }) => `  line ${line}: ${reason}: ${[field, message].join(' ').trim()}`,
    ),
    ...(more ? ['  … say --report <file> for all of them'] : []),
    ...(told.report !== null && told.refused > 0 ? [`  every refused row is in ${told.report}`] : []),
    ...told.notes,
  ];
}

/** What somebody should know who expected more to happen. */
export function notesOf(plan: ImportPlan, { tally, wasChecked }: Imported): string[] {
  const noneGiven = tally.granted === 0 && tally.facts > 0 && !plan.claims;
  const why = plan.preset
    ? `the export of ${plan.preset.name} does not tell ${plan.preset.lacks}`
    : 'neither a column nor an option says anything of one';
  return [
    ...(noneGiven ? [`No permission was imported, only facts: ${why}.`] : []),
    ...(wasChecked
      ? []
      : ['No API answered: suppressions and later withdrawals are looked up when the file is imported.']),
  ];
}
