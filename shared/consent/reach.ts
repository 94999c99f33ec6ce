import { DAY, type Instant } from '../kernel/instants.ts';
import type { PermissionSettings } from '../workspace/definitions.ts';

/**
 * What feedback and people said of the present address, besides its suppression. Each moment only moves forward, so events
 * may come twice and in any order (P-81).
 */
export interface Reach {
  /** The last Delivery: soft bounces up to it are forgiven. */
  readonly deliveredAt: Instant | null;
  /** SES's validation refused the address unsent. */
  readonly unverifiedAt: Instant | null;
  /** Somebody lifted the suppression by hand (P-84): what was said before no longer counts. */
  readonly liftedAt: Instant | null;
}

export const unknownReach: Reach = { deliveredAt: null, unverifiedAt: null, liftedAt: null };

/** The later of two moments. */
export function later(held: Instant | null, at: Instant): Instant {
  return held === null ? at : Math.max(held, at);
}

type House = Pick<PermissionSettings, 'softBounceDays' | 'softBounceWithin' | 'softQuarantineFor'>;

const dayOf = (at: Instant): number => Math.floor(at / DAY);

/** Adds a soft bounce: one a UTC day, the earliest of it; those that the newest has left behind for good are forgotten. */
export function withSoftBounce(held: readonly Instant[], at: Instant, within: number): readonly Instant[] {
  const sameDay = held.find((each) => dayOf(each) === dayOf(at));
  if (sameDay !== undefined && sameDay <= at) return held;
  const days = [...held.filter((each) => each !== sameDay), at].sort((left, right) => left - right);
  const newest = days.at(-1) as Instant;
  const kept = days.filter((each) => newest - each <= within);
  return kept.length === held.length && kept.every((each, index) => each === held[index]) ? held : kept;
}

/** Forgives soft bounces up to a Delivery or a lift. Gives the same list where it has none of them. */
export function withoutSoftBouncesUntil(held: readonly Instant[], at: Instant): readonly Instant[] {
  return held.some((each) => each <= at) ? held.filter((each) => each > at) : held;
}

/** The end of the quarantine: so many distinct days of soft bounces within the window [H]; null while there is none. */
export function quarantinedUntil(softBounces: readonly Instant[], house: House): Instant | null {
  const newest = softBounces.at(-1);
  if (newest === undefined) return null;
  const counted = softBounces.filter((each) => newest - each <= house.softBounceWithin);
  return counted.length >= house.softBounceDays ? newest + house.softQuarantineFor : null;
}

/** Since when the address is unverified; null once a delivery, a confirmation at it (`confirmedAt`) or a lift came later. */
export function unverifiedSince(reach: Reach, confirmedAt: Instant | null): Instant | null {
  const { unverifiedAt } = reach;
  if (unverifiedAt === null) return null;
  const cleared = Math.max(reach.deliveredAt ?? 0, reach.liftedAt ?? 0, confirmedAt ?? 0);
  return cleared > unverifiedAt ? null : unverifiedAt;
}
