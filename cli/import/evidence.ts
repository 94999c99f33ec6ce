import { consentRecorded } from '../../shared/consent/evidence.ts';
import { namesSharedList } from '../../shared/consent/shared-list.ts';
import { problemsOf } from '../../shared/events/envelope.ts';
import { type Instant, isoInstant } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { booleanCell, cell, dateCell, dateIn, RefusedRow, textOf } from './cells.ts';
import { readDate } from './dates.ts';
import type { ImportPlan } from './plan.ts';
import type { RawRow } from './raw-row.ts';
import type { Target } from './targets.ts';

const FLAGS = [
  'obtainedInSale',
  'refusalOffered',
  'refusalUsed',
  'ownSimilarProducts',
  'defaultState',
  'preTicked',
  'bundled',
] as const;
const MOMENTS = ['lastPurchaseAt', 'inquiryAt'] as const;
const WORDS = ['locale', 'ip', 'userAgent', 'privacyNotice'] as const;

/** How each piece that every permission needs can be said (P-45). */
const NEEDED = {
  basis: 'a column or --basis',
  grantedAt: 'a column or --granted-at',
  method: 'a column or --method',
  text: 'a column or --text',
  source: 'a column or --source',
} as const;

/**
 * The properties of `consent.recorded` that a row proves for these topics (P-40, P-45). Throws RefusedRow where a piece is missing
 * or wrong, where the control was ticked beforehand (P-42), and for bought or shared lists (P-54).
 */
export function evidenceOf(plan: ImportPlan, row: RawRow, topics: readonly string[], now: Instant): JsonObject {
  if (topics.length === 0) throw new RefusedRow('no-evidence', 'consent.topics', 'is missing: a column or --topic');
  const found = { ...neededOf(plan, row), ...factsOf(plan, row) };
  const grantedAt = found['grantedAt'];
  for (const [name, how] of Object.entries(NEEDED)) {
    if (!(name in found)) throw new RefusedRow('no-evidence', `consent.${name}`, `is missing: ${how}`);
  }
  if (typeof grantedAt === 'string' && Date.parse(grantedAt) > now)
    throw new RefusedRow('bad-date', 'consent.grantedAt', 'is in the future');
  return checked({ topics, ...found });
}

function neededOf(plan: ImportPlan, row: RawRow): Record<string, string> {
  const own = { ...optInOf(plan, row), ...ownOf(plan, row) };
  const { constants } = plan;
  const found: Record<string, string | null | undefined> = {
    basis: own.basis ?? constants['consent.basis'],
    method: own.method ?? constants['consent.method'],
    text: own.text ?? constants['consent.text'],
    source: own.source ?? constants['consent.source'],
    grantedAt: grantedAtOf(plan, row),
  };
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function ownOf(plan: ImportPlan, row: RawRow): Record<string, string> {
  const said = (['basis', 'method', 'text', 'source'] as const).map((name) => [
    name,
    cell(plan, row, `consent.${name}`),
  ]);
  return Object.fromEntries(said.filter(([, text]) => text !== null)) as Record<string, string>;
}

/** A column that stays empty is not filled by the constant: the date is each row's own. */
function grantedAtOf(plan: ImportPlan, row: RawRow): string | null {
  const own = dateCell(plan, row, 'consent.grantedAt');
  if (own !== null) return isoInstant(own);
  const constant = plan.constants['consent.grantedAt'];
  const hasColumn = (plan.columns.get('consent.grantedAt') ?? []).some((column) => column in row.values);
  return constant === undefined || hasColumn ? null : isoInstant(dateIn(plan, constant, 'consent.grantedAt'));
}

/** Request and confirmation, each with time and IP and one after the other, are a double opt-in; the request alone is not. */
function optInOf(plan: ImportPlan, row: RawRow): Record<string, string> {
  const optIn = plan.preset?.optIn;
  if (!optIn || textOf(row, optIn.askedIp) === null) return {};
  const [asked, confirmed] = [optIn.askedAt, optIn.confirmedAt].map((column) =>
    readDate(textOf(row, column) ?? '', plan.zone),
  );
  const isConfirmed =
    textOf(row, optIn.confirmedIp) !== null && asked != null && confirmed != null && asked < confirmed;
  const name = plan.preset?.name ?? '';
  return isConfirmed
    ? { basis: 'express-doi', method: `${name}-double-opt-in` }
    : { basis: 'express', method: `${name}-form` };
}

function factsOf(plan: ImportPlan, row: RawRow): Record<string, string | boolean> {
  const flags = FLAGS.map((name) => [name, booleanCell(plan, row, `consent.${name}`)] as const);
  const moments = MOMENTS.map((name) => [name, dateCell(plan, row, `consent.${name}`)] as const);
  const words = WORDS.map((name) => [name, cell(plan, row, `consent.${name}` as Target)] as const);
  const dates = moments.map(([name, at]) => [name, at === null ? null : isoInstant(at)] as const);
  return Object.fromEntries(
    [...flags, ...words, ...dates].flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

/** The rule that the event itself will be held to, asked here so that the report can name the line. */
function checked(properties: JsonObject): JsonObject {
  const parsed = consentRecorded.safeParse(properties);
  if (parsed.success) return properties;
  const [problem] = problemsOf(parsed.error);
  const { field, message } = problem ?? { field: '', message: 'is not complete' };
  throw new RefusedRow(reasonOf(field, properties), `consent.${field}`, message);
}

function reasonOf(field: string, properties: JsonObject): string {
  const { source } = properties;
  if (field === 'source' && typeof source === 'string' && namesSharedList(source)) return 'shared-list';
  if (field === 'defaultState' || field === 'preTicked') return 'pre-ticked';
  if (field === 'bundled') return 'bundled';
  return 'bad-evidence';
}
