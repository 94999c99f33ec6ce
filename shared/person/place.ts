import { type ZoneKnowledge, zoneOf } from '../profiles/zone.ts';
import type { Person } from './person.ts';

/** Where the person's clock stands, by P-94's order: the zone chosen in the preferences, the profile's, its country's. */
export function placeOf({ preferences, traits }: Person): ZoneKnowledge {
  return zoneOf(preferences.timeZone?.value ?? traits['timeZone']?.value, traits['country']?.value);
}
