import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../kernel/instants.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the trait `birthday`, `YYYY-MM-DD`; null for anything that is no day of the calendar. */
export function birthdayOf(said: unknown): Temporal.PlainDate | null {
  if (typeof said !== 'string' || !DATE.test(said)) return null;
  try {
    return Temporal.PlainDate.from(said, { overflow: 'reject' });
  } catch {
    return null;
  }
}

function ageOn(day: Temporal.PlainDate, birthday: Temporal.PlainDate): number {
  // Compared as month and day: who was born on 29 February is a year older on 1 March of a common year (P-95).
  const isBefore = day.month < birthday.month || (day.month === birthday.month && day.day < birthday.day);
  return day.year - birthday.year - (isBefore ? 1 : 0);
}

/**
 * Age in whole years at an instant, by the calendar of the person's zone; of several possible zones the one that makes the
 * person youngest. Null where the birthday is unknown, malformed or ahead: nobody knows then (P-104).
 */
export function ageAt(said: unknown, zones: readonly string[], at: Instant): number | null {
  const birthday = birthdayOf(said);
  if (!birthday || zones.length === 0) return null;
  const moment = Temporal.Instant.fromEpochMilliseconds(at);
  const ages = zones.map((zone) => ageOn(moment.toZonedDateTimeISO(zone).toPlainDate(), birthday));
  const youngest = Math.min(...ages);
  return youngest < 0 ? null : youngest;
}
