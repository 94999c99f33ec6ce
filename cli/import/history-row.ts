import { eventSchema, problemsOf } from '../../shared/events/envelope.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { DAY, type Instant, isoInstant, parseInstant } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import { RefusedRow } from './cells.ts';
import type { RawRow } from './raw-row.ts';
import type { ReadyRow } from './ready-row.ts';

/** heed's lateness: what is older updates facts and starts nothing. */
const LATENESS = 3 * DAY;

/** Types that act, and not only tell: history must do neither. */
const ACTING: Readonly<Record<string, string>> = {
  'consent.recorded': 'gives permission: import people with their evidence instead (heed import people.csv)',
  'subscription.requested': 'would send a confirmation mail',
  'profile.merged': 'would merge profiles: send it with heed track',
  'profile.erased': 'would erase a profile: heed erase does',
  'heed.batch': 'is the envelope of the bus, not an event: one event a line',
};

/** One line of a history, as an event that starts nothing. Throws RefusedRow for what could start or do something. */
export function historyRow(fingerprint: string, row: RawRow, now: Instant): ReadyRow {
  const parsed = eventSchema.safeParse(row.values);
  if (!parsed.success) {
    const [{ field, message } = { field: '', message: 'is no event' }] = problemsOf(parsed.error);
    throw new RefusedRow('bad-event', field, message);
  }
  const { type, profileId, eventId, occurredAt, properties, traits } = parsed.data;
  const acts = Object.hasOwn(ACTING, type) ? ACTING[type] : undefined;
  if (acts !== undefined) throw new RefusedRow('not-history', 'type', acts);
  if (occurredAt === undefined) throw new RefusedRow('no-date', 'occurredAt', 'is required: when it happened');
  const at = parseInstant(occurredAt) ?? 0;
  if (now - at <= LATENESS)
    throw new RefusedRow(
      'too-young',
      'occurredAt',
      'is within the last 3 days: it could start a campaign. Send it with heed track, or import it later',
    );
  const event = {
    type,
    profileId,
    eventId: eventId ?? derivedId('import', fingerprint, row.row, type),
    occurredAt: isoInstant(at),
    properties: properties as JsonObject,
    traits: traits as JsonObject,
  };
  return { row: row.row, line: row.line, kind: 'event', profileId, events: [event], check: null };
}
