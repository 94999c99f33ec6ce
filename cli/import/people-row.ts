import { profileIdSchema } from '../../shared/events/envelope.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { type Instant, isoInstant } from '../../shared/kernel/instants.ts';
import type { Json, JsonObject } from '../../shared/kernel/json.ts';
import { parseEmail } from '../../shared/profiles/address.ts';
import { cell, dateCell, RefusedRow, textOf, topicsCell, traitsOf } from './cells.ts';
import { evidenceOf } from './evidence.ts';
import type { ImportPlan } from './plan.ts';
import type { RawRow } from './raw-row.ts';
import type { ImportedEvent, ReadyRow } from './ready-row.ts';
import { type Stands, standingOf } from './standing.ts';
import { topicsSaid } from './topics-said.ts';

/** P-40: evidence tells that a list said so, and not the company's systems at the moment itself. */
const BY_IMPORT = { actor: 'import' } as const;

/**
 * What one row becomes: a permission with its evidence, a withdrawal, or facts alone (P-45). `fingerprint` names file and options,
 * so that the same row said the same way is the same event. Throws RefusedRow.
 */
export function peopleRow(plan: ImportPlan, fingerprint: string, row: RawRow, now: Instant): ReadyRow {
  const only = plan.preset?.only;
  if (only && textOf(row, only.column) !== only.value)
    throw new RefusedRow('other-channel', only.column, `is not ${only.value}: only mail is imported`);
  const stands = standingOf(plan, row);
  const profileId = profileIdOf(plan, row);
  const email = emailOf(plan, row, stands);
  const traits = { ...traitsOf(plan, row), ...(email === null ? {} : { email }) };
  const says = saidOf(plan, row, stands, now);
  const properties = says.find(([type]) => type === 'consent.recorded')?.[1];
  if (properties && email === null)
    throw new RefusedRow(
      'no-address',
      'email',
      'is missing: a permission is bound to the address it was given for (P-51)',
    );
  if (stands.standing === 'facts' && Object.keys(traits).length === 0)
    throw new RefusedRow('nothing-said', '', 'says nothing that could be imported: map its columns with --map');
  const occurredAt = isoInstant(Math.min(dateCell(plan, row, 'occurredAt') ?? plan.asOf, now));
  const events = says.map(
    ([type, given], index): ImportedEvent => ({
      type,
      profileId,
      eventId: derivedId('import', fingerprint, row.row, type),
      occurredAt,
      properties: given,
      traits: index === 0 ? traits : {},
    }),
  );
  const check = properties && email !== null ? { profileId, email, traits: ageOf(traits), ...properties } : null;
  return { row: row.row, line: row.line, kind: kindOf(stands, events), profileId, events, check };
}

/** P-104 is asked at the check too. */
function ageOf(traits: Readonly<Record<string, Json>>): JsonObject {
  return traits['birthday'] === undefined ? {} : { birthday: traits['birthday'] };
}

function kindOf(stands: Stands, events: readonly ImportedEvent[]): ReadyRow['kind'] {
  return events.some((event) => event.type === 'consent.recorded')
    ? 'granted'
    : stands.standing === 'facts'
      ? 'facts'
      : 'withdrawn';
}

function profileIdOf(plan: ImportPlan, row: RawRow): string {
  const own = cell(plan, row, 'profileId');
  if (own === null)
    throw new RefusedRow('no-profile-id', 'profileId', 'is missing: name its column with --map profileId=<column>');
  const profileId = plan.mapped.has('profileId') ? own : `${plan.preset?.idPrefix ?? ''}${own}`;
  const parsed = profileIdSchema.safeParse(profileId);
  if (parsed.success) return profileId;
  throw new RefusedRow('bad-profile-id', 'profileId', parsed.error.issues[0]?.message ?? 'is no id');
}

/** A withdrawal counts for its profile even where the address beside it is none. */
function emailOf(plan: ImportPlan, row: RawRow, { standing }: Stands): string | null {
  const text = cell(plan, row, 'email');
  if (text === null) return null;
  const parsed = parseEmail(text);
  if (parsed.ok) return parsed.email;
  if (standing === 'withdrawn') return null;
  throw new RefusedRow('bad-address', 'email', parsed.reason);
}

function saidOf(
  plan: ImportPlan,
  row: RawRow,
  stands: Stands,
  now: Instant,
): readonly (readonly [string, JsonObject])[] {
  if (stands.standing === 'withdrawn') {
    const named = topicsCell(plan, row, 'withdrawal.topics');
    const topics = named.length > 0 ? named : plan.topics;
    return [['consent.withdrawn', withdrawal(plan, row, stands, now, topics)]];
  }
  const { granted, withdrawn } = topicsSaid(plan, row);
  const over = withdrawn
    .map((): readonly [string, JsonObject] => ['consent.withdrawn', withdrawal(plan, row, stands, now, withdrawn)])
    .slice(0, 1);
  // Preferences that leave no topic on are an answer, not a lack of evidence.
  if (stands.standing === 'facts' || (granted.length === 0 && over.length > 0))
    return over.length > 0 ? over : [['profile.imported', {}]];
  return [['consent.recorded', { ...evidenceOf(plan, row, granted, now), ...BY_IMPORT }], ...over];
}

/** Of these topics, or of everything where the file names none: an import takes the wider meaning. */
function withdrawal(
  plan: ImportPlan,
  row: RawRow,
  { method }: Stands,
  now: Instant,
  topics: readonly string[],
): JsonObject {
  const at = dateCell(plan, row, 'withdrawal.at', true) ?? plan.asOf;
  const how = cell(plan, row, 'withdrawal.method') ?? method ?? 'import';
  const what: JsonObject = topics.length > 0 ? { topics } : { all: true };
  return { ...what, method: how, at: isoInstant(Math.min(at, now)), ...BY_IMPORT };
}
