import { Temporal } from 'temporal-polyfill';
import { type Instant, MINUTE, parseInstant } from '../../shared/kernel/instants.ts';

/** A moment that the schema let through: local time of the zone (behind a gap, the first of an overlap), or an instant. */
export function storyInstant(text: string, zone: string): Instant {
  return parseInstant(text) ?? Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

/** The moment as one writes it in a story: `2026-12-02T09:00`, what the zone's clock shows. */
export function storyMoment(at: Instant, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
  return local.toString({ smallestUnit: 'minute' });
}

/** Stories tell minutes. */
export function isSameMinute(left: Instant, right: Instant): boolean {
  return Math.floor(left / MINUTE) === Math.floor(right / MINUTE);
}
