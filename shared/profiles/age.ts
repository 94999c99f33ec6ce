import { Temporal } from 'temporal-polyfill';
import { HOUR, type Instant, parseInstant } from '../kernel/instants.ts';

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/** A day of the calendar, month and day from 1. */
interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** No zone is further ahead of UTC: the latest day that an instant may mean makes the person youngest. */
const FURTHEST_EAST = 14 * HOUR;

/** Reads the trait `birthday`, a day `YYYY-MM-DD` or an instant; null for anything that is no day of the calendar. */
function birthdayOf(said: unknown): Day | null {
  if (typeof said !== 'string') return null;
  const [, ...parts] = DATE.exec(said) ?? [];
  if (parts.length === 0) {
    const at = parseInstant(said);
    return at === null ? null : utcDay(at + FURTHEST_EAST);
  }
  const [year, month, day] = parts.map(Number) as [number, number, number];
  // The setter takes years before 100 for what they are; a day that is none of the month would move on to the next.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : null;
}

/** Whether a value of the trait `birthday` can be read; none and empty text say that it is not known. */
export function isBirthday(said: unknown): boolean {
  return said === null || said === '' || birthdayOf(said) !== null;
}

function ageOn(day: Day, birthday: Day): number {
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
  const youngest = ageEverywhere(birthday, at) ?? ageInZones(birthday, zones, at);
  return youngest < 0 ? null : youngest;
}

function utcDay(at: Instant): Day {
  const date = new Date(at);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The age where it is the same in every zone of the world, as on all but two days of a year; asking a zone costs fifty times more. */
function ageEverywhere(birthday: Day, at: Instant): number | null {
  const [latest, earliest] = [ageOn(utcDay(at - 24 * HOUR), birthday), ageOn(utcDay(at + 24 * HOUR), birthday)];
  return latest === earliest ? latest : null;
}

function ageInZones(birthday: Day, zones: readonly string[], at: Instant): number {
  const moment = Temporal.Instant.fromEpochMilliseconds(at);
  return Math.min(...zones.map((zone) => ageOn(moment.toZonedDateTimeISO(zone).toPlainDate(), birthday)));
}
