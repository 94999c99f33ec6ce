import { DAY, type Instant } from '../kernel/instants.ts';
import type { PermissionSettings } from '../workspace/definitions.ts';

/** What Gmail's Postmaster Tools say of one day of a domain (P-83). */
export interface SpamRate {
  readonly domain: string;
  /** `2026-11-20`, in UTC. */
  readonly day: string;
  /** Of the mails that Gmail put into inboxes, how many were called spam by their reader. Percent. */
  readonly percent: number;
  readonly toldAt: Instant;
}

/** The newest day of each domain. */
export interface SpamRates {
  /** A day before the newest known one changes nothing. Rejects with RetryableError. */
  tell(rate: SpamRate): Promise<void>;
  /** Rejects with RetryableError. */
  all(): Promise<readonly SpamRate[]>;
}

/** The end of a day in UTC. */
function endOf(day: string): Instant {
  return Date.parse(`${day}T00:00:00Z`) + DAY;
}

/**
 * The highest rate that still counts, null where none does. A day counts for `holdsFor` ms after its end: Gmail tells no rate of days
 * with little mail, so a rate that stopped marketing would else never be followed by a better one.
 */
export function highestSpamRate(rates: readonly SpamRate[], now: Instant, holdsFor: number): SpamRate | null {
  const counting = rates.filter(({ day }) => now < endOf(day) + holdsFor);
  return counting.reduce<SpamRate | null>((high, each) => (high && high.percent >= each.percent ? high : each), null);
}

/** The rate that stops marketing now, null where none does. */
export function stoppingRate(
  rates: readonly SpamRate[],
  { spamRate }: Pick<PermissionSettings, 'spamRate'>,
  now: Instant,
): Pick<SpamRate, 'domain' | 'day' | 'percent'> | null {
  const highest = highestSpamRate(rates, now, spamRate.holdsFor);
  if (!highest || highest.percent < spamRate.stop) return null;
  const { domain, day, percent } = highest;
  return { domain, day, percent };
}
