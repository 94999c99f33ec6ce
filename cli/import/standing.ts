import { basename } from 'node:path';
import { cell, RefusedRow, textOf } from './cells.ts';
import type { ImportPlan } from './plan.ts';
import type { Standing } from './presets/preset.ts';
import type { RawRow } from './raw-row.ts';

/** What a `status` column may say, whoever wrote it; lower case, with a dash for blanks and underscores. */
const WORDS: Readonly<Record<string, Standing>> = {
  granted: 'granted',
  subscribed: 'granted',
  active: 'granted',
  'opted-in': 'granted',
  yes: 'granted',
  true: 'granted',
  withdrawn: 'withdrawn',
  unsubscribed: 'withdrawn',
  'opted-out': 'withdrawn',
  no: 'withdrawn',
  false: 'withdrawn',
  cleaned: 'withdrawn',
  bounced: 'withdrawn',
  complained: 'withdrawn',
  suppressed: 'withdrawn',
  none: 'facts',
  unknown: 'facts',
  'never-subscribed': 'facts',
};

export interface Stands {
  readonly standing: Standing;
  /** How a withdrawal was said, where the rule that found it knows. */
  readonly method: string | null;
}

/** Whether a row gives a permission, ends one or says neither. Throws RefusedRow for a status that means nothing. */
export function standingOf(plan: ImportPlan, row: RawRow): Stands {
  const told = toldStanding(plan, row);
  // What a row claims without any evidence said is a fact about the other system, and no permission.
  if (told.standing === 'granted' && !claims(plan, row)) return { ...told, standing: 'facts' };
  return told;
}

function toldStanding(plan: ImportPlan, row: RawRow): Stands {
  const byStatus = statusCell(plan, row);
  // A withdrawal that the row tells outranks what the command line says of all rows.
  const byPreset = presetStanding(plan, row);
  if (byPreset?.standing === 'withdrawn') return byPreset;
  if (byStatus === 'withdrawn') return { standing: 'withdrawn', method: null };
  if (plan.as) return { standing: plan.as, method: null };
  if (byStatus) return { standing: byStatus, method: null };
  if (byPreset) return byPreset;
  if (!plan.preset && cell(plan, row, 'withdrawal.at') !== null) return { standing: 'withdrawn', method: null };
  return { standing: 'granted', method: null };
}

/** True where the row itself, or the command line for all rows, says something of a permission. */
function claims(plan: ImportPlan, row: RawRow): boolean {
  return plan.claims || (!plan.preset && Object.keys(row.values).some((name) => name.startsWith('consent.')));
}

function statusCell(plan: ImportPlan, row: RawRow): Standing | null {
  const text = cell(plan, row, 'status');
  if (text === null) return null;
  const standing = WORDS[wordOf(text)];
  if (standing) return standing;
  throw new RefusedRow(
    'bad-status',
    'status',
    `says neither subscribed nor unsubscribed: known are ${Object.keys(WORDS).join(', ')}`,
  );
}

function wordOf(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_]+/g, '-');
}

function presetStanding(plan: ImportPlan, row: RawRow): Stands | null {
  for (const { column, values, filled, method = null } of plan.preset?.status ?? []) {
    const text = textOf(row, column);
    if (text === null) continue;
    const standing = filled ?? values?.[wordOf(text)];
    if (standing) return { standing, method };
    throw new RefusedRow('bad-status', column, `says neither of ${Object.keys(values ?? {}).join(', ')}`);
  }
  const name = basename(plan.file).toLowerCase();
  const byName = plan.preset?.fileNames?.find(([begin]) => name.startsWith(begin));
  return byName ? { standing: byName[1], method: `${plan.preset?.name}-${byName[0]}` } : null;
}
