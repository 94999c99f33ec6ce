import { DAY, HOUR, MINUTE, SECOND } from './instants.ts';

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Reads an ISO 8601 duration of fixed length (`P3D`, `PT72H`, `P1W`); a day is 24 h, a week 7 days.
 * Gives ms, or null for anything else: years and months have no length of their own and are calendar arithmetic (P-96).
 */
export function parseDuration(text: string): number | null {
  const parts = DURATION.exec(text);
  if (!parts || parts.slice(1).every((part) => part === undefined) || text.endsWith('T')) return null;
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Math.round(weeks * 7 * DAY + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND);
}

/** ISO 8601 of a time in ms: `PT24H`, or `PT90M` where it is no whole hours. */
export function isoDuration(ms: number): string {
  return ms % HOUR === 0 ? `PT${ms / HOUR}H` : `PT${ms / MINUTE}M`;
}
