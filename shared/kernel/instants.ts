/** A moment as milliseconds since the epoch. Edges speak ISO text (`…Z`); inside, numbers compare and pack well. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const ISO = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads an ISO 8601 instant with a zone (`2026-11-21T10:00:00Z`, `…+01:00`).
 * Gives ms since the epoch, or null: a text without a zone names no instant, nor does a day that its month does not have.
 */
export function parseInstant(text: string): Instant | null {
  const [, year, month, day] = ISO.exec(text) ?? [];
  if (day === undefined || Number(day) > daysIn(Number(year), Number(month))) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** `Date.parse` takes 30 February for the first days of March. */
function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** ISO text in UTC with milliseconds, the form of every edge. */
export function isoInstant(at: Instant): string {
  return new Date(at).toISOString();
}

/** The UTC day of an instant, `2026-11-21`: the slot of counters. */
export function isoDay(at: Instant): string {
  return isoInstant(at).slice(0, 10);
}
