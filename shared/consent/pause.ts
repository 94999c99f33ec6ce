import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../kernel/instants.ts';
import type { ZoneKnowledge } from '../profiles/zone.ts';
import { UNTIL_RESUMED } from './preferences.ts';

/** The local day of an instant, `YYYY-MM-DD`. */
export function dayIn(zone: string, at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/**
 * True while a pause lasts (P-65): until the first active day has begun where the person lives; in a country of several zones
 * in all of them, in an unknown place in the settings' zone.
 */
export function isPaused(pausedUntil: string | null, place: ZoneKnowledge, fallbackZone: string, at: Instant): boolean {
  if (pausedUntil === null) return false;
  if (pausedUntil === UNTIL_RESUMED) return true;
  const zones = place.known === 'nothing' ? [fallbackZone] : place.zones;
  return zones.some((zone) => dayIn(zone, at) < pausedUntil);
}
