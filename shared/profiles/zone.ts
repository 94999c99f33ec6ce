import countries from 'countries-and-timezones';

/** Where a person's clock stands, as far as it is known (P-94); never from opens or IP addresses. */
export type ZoneKnowledge =
  | { readonly known: 'zone'; readonly zones: readonly [string] }
  /** A country of several zones: all of them count. */
  | { readonly known: 'country'; readonly zones: readonly string[] }
  | { readonly known: 'nothing'; readonly zones: readonly [] };

const validity = new Map<string, boolean>();

/** True for an IANA zone that the tz database of this runtime knows (P-90). */
export function isTimeZone(zone: string): boolean {
  const known = validity.get(zone);
  if (known !== undefined) return known;
  let valid = !/^[+-]/.test(zone);
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    valid = false;
  }
  if (validity.size < 1_000) validity.set(zone, valid);
  return valid;
}

const nowhere: ZoneKnowledge = { known: 'nothing', zones: [] };

/** P-94: the profile's own zone, else the single zone of its country, else all zones of its country, else nothing. */
export function zoneOf(timeZone: unknown, country: unknown): ZoneKnowledge {
  if (typeof timeZone === 'string' && isTimeZone(timeZone)) return { known: 'zone', zones: [timeZone] };
  if (typeof country !== 'string') return nowhere;
  const zones = countries.getCountry(country.toUpperCase())?.timezones ?? [];
  const [only] = zones;
  if (only === undefined) return nowhere;
  return zones.length === 1 ? { known: 'zone', zones: [only] } : { known: 'country', zones };
}
