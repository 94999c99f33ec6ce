import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../kernel/instants.ts';
import type { Basis, Consent } from './consent.ts';

/** CASL s. 10(10): how long an implied consent lasts, in calendar units (P-47). */
const LIFE: Partial<Record<Basis, Temporal.DurationLike>> = {
  'casl-ebr': { years: 2 },
  'casl-inquiry': { months: 6 },
};

/** The zone whose days begin first: where the recipient's is unknown, the anniversary begins as early as it can. */
const EARLIEST_ZONE = 'Pacific/Kiritimati';

/**
 * When an implied consent ends (P-47): at the beginning of the anniversary day of `since` in the recipient's zone, month ends
 * clamped (31 August and six months: 28 February). The anniversary itself is refused already. Null: it does not end.
 */
export function expiryOf(basis: Basis, since: Instant, zone: string | null): Instant | null {
  const life = LIFE[basis];
  if (!life) return null;
  const local = Temporal.Instant.fromEpochMilliseconds(since).toZonedDateTimeISO(zone ?? EARLIEST_ZONE);
  const anniversary = local.toPlainDate().add(life);
  return anniversary.toZonedDateTime(zone ?? EARLIEST_ZONE).epochMilliseconds;
}

/** When a permission will have ended by itself; null where it does not, or where that was told. */
export function expiryToTell({ grant, expiryTold }: Consent): Instant | null {
  return grant?.expiresAt === undefined || grant.expiresAt === expiryTold ? null : grant.expiresAt;
}
