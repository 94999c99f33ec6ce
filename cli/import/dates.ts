import { Temporal } from 'temporal-polyfill';
import { type Instant, isoInstant, parseInstant } from '../../shared/kernel/instants.ts';

const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?$/;
const EPOCH_SECONDS = /^\d{9,10}$/;
const EPOCH_MS = /^\d{12,13}$/;

/**
 * Reads the dates that exports hold: ISO instants, `2024-03-01 10:00:00` and `2024-03-01` in `zone` (IANA), epoch seconds or ms.
 * A bare day is its first instant, or with `end` its last: a permission begins no later, a withdrawal no earlier than it may have
 * been said (P-44). Null for anything else: `03/04/2024` is two different days.
 */
export function readDate(text: string, zone: string, end = false): Instant | null {
  const spaced = text
    .replace(/^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}.*?) ?(Z|UTC|[+-]\d{2}:?\d{2})$/, '$1T$2$3')
    .replace(/UTC$/, 'Z');
  const instant = parseInstant(spaced);
  if (instant !== null) return instant;
  if (EPOCH_SECONDS.test(text)) return Number(text) * 1000;
  if (EPOCH_MS.test(text)) return Number(text);
  const parts = LOCAL.exec(text);
  return parts ? localInstant(`${parts[1]}T${parts[2] ?? (end ? '23:59:59' : '00:00')}`, zone) : null;
}

function localInstant(text: string, zone: string): Instant | null {
  // Most exports are in UTC, where no calendar is needed; 31 February is found out by its way back.
  const at = zone === 'UTC' ? parseInstant(`${text}Z`) : null;
  if (at !== null) return isoInstant(at).startsWith(text) ? at : null;
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return null;
  }
}

/** True for an IANA zone. */
export function isZone(zone: string): boolean {
  return localInstant('2024-01-01T00:00', zone) !== null;
}
