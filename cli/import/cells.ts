import type { Instant } from '../../shared/kernel/instants.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { readDate } from './dates.ts';
import type { ImportPlan } from './plan.ts';
import type { RawRow } from './raw-row.ts';
import type { Target } from './targets.ts';

/** Why a row is refused, for the report: `reason` counts, `field` and `message` help to mend it. Never holds a value. */
export interface Refusal {
  readonly reason: string;
  readonly field: string;
  readonly message: string;
}

/** Thrown while a row is read and caught where the row began: a row is refused for its first fault. */
export class RefusedRow extends Error {
  override name = 'RefusedRow';
  readonly refusal: Refusal;
  constructor(reason: string, field: string, message: string) {
    super(message);
    this.refusal = { reason, field, message };
  }
}

/** The text of a column; null where it is absent or says nothing. */
export function textOf(row: RawRow, column: string): string | null {
  const value = Object.hasOwn(row.values, column) ? row.values[column] : undefined;
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
  return text === '' || text === '[]' ? null : text;
}

/** The text that a row says for a target; null where none of its columns says anything. */
export function cell(plan: ImportPlan, row: RawRow, target: Target): string | null {
  for (const column of plan.columns.get(target) ?? []) {
    const text = textOf(row, column);
    if (text !== null) return text;
  }
  return null;
}

/** A date; throws RefusedRow for a text that names none. */
export function dateCell(plan: ImportPlan, row: RawRow, target: Target, end = false): Instant | null {
  const text = cell(plan, row, target);
  return text === null ? null : dateIn(plan, text, target, end);
}

export function dateIn(plan: ImportPlan, text: string, target: Target, end = false): Instant {
  const at = readDate(text, plan.zone, end);
  if (at !== null) return at;
  throw new RefusedRow(
    'bad-date',
    target,
    'is not a date such as 2026-03-01, 2026-03-01 10:00:00 or 2026-03-01T10:00:00Z',
  );
}

/** Yes or no; throws RefusedRow for anything else. */
export function booleanCell(plan: ImportPlan, row: RawRow, target: Target): boolean | null {
  const text = cell(plan, row, target)?.toLowerCase();
  if (text === undefined) return null;
  if (['true', 'yes', '1'].includes(text)) return true;
  if (['false', 'no', '0'].includes(text)) return false;
  throw new RefusedRow('bad-evidence', target, 'is neither true nor false');
}

/** Topic ids in one cell, parted by comma, semicolon, bar or blank. */
export function topicsCell(plan: ImportPlan, row: RawRow, target: Target): readonly string[] {
  return [...new Set((cell(plan, row, target) ?? '').split(/[\s,;|]+/).filter((topic) => topic !== ''))];
}

/** The facts that a row says: text, unless `--map traits.age:number=Age` asks for more. Empty cells say nothing. */
export function traitsOf(plan: ImportPlan, row: RawRow): Record<string, Json> {
  const traits: Record<string, Json> = {};
  for (const target of traitTargets(plan, row)) {
    const text = cell(plan, row, target) ?? (plan.columns.has(target) ? null : textOf(row, target));
    const [name = '', kind] = target.slice('traits.'.length).split(':');
    if (text !== null) traits[name] = typedValue(text, kind, target);
  }
  return traits;
}

function traitTargets(plan: ImportPlan, row: RawRow): Target[] {
  const isTrait = (name: string): name is Target => name.startsWith('traits.');
  const mapped = [...plan.columns.keys()].filter(isTrait);
  return plan.preset ? mapped : [...new Set([...mapped, ...Object.keys(row.values).filter(isTrait)])];
}

function typedValue(text: string, kind: string | undefined, target: Target): Json {
  if (kind === undefined) return text;
  const value = parsed(text);
  if (kind === 'json' ? value !== undefined : typeof value === kind) return value as Json;
  throw new RefusedRow('bad-fact', target, kind === 'json' ? 'is not JSON' : `is not a ${kind}`);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
