import { type ZoneKnowledge, zoneOf } from '../profiles/zone.ts';
import type { Settings } from '../workspace/definitions.ts';
import type { Person } from './person.ts';

/** Where the person's clock stands, by P-94's order: the zone chosen in the preferences, the profile's, its country's. */
export function placeOf({ preferences, traits }: Person): ZoneKnowledge {
  return zoneOf(preferences.timeZone?.value ?? traits['timeZone']?.value, traits['country']?.value);
}

/** The one zone whose calendar counts for a person: their own, or the settings' where it is unknown or one of several (P-94). */
export function zoneFor(person: Person, { timeZone }: Pick<Settings, 'timeZone'>): string {
  const place = placeOf(person);
  return place.known === 'zone' ? place.zones[0] : timeZone;
}
