import { HOUR, type Instant } from '../kernel/instants.ts';

/** How many signed up, by hour: what the limits of P-35 look at. Sources are keyed HMACs, never an IP address (P-57). */
export interface SignUpCounts {
  /**
   * Takes one of `max` places of the hour for a source. `again`: this request has its place already, a repetition counts once.
   * Rejects with RetryableError.
   */
  take(source: string, hour: Instant, requestId: string, max: number): Promise<'taken' | 'again' | 'full'>;
  /** One more request of the hour that nobody confirmed yet. */
  count(hour: Instant): Promise<void>;
  /** Requests of each hour from `from` on; hours without any are left out. */
  since(from: Instant): Promise<ReadonlyMap<Instant, number>>;
}

/** The form with its check, as evidence names it (P-40): whoever passed it does not wait for the breaker. */
export const CHECKED_FORM = 'subscribe-checked';

/** The breaker compares with the hours of so many days. */
export const COMPARED_DAYS = 7;

export function hourOf(at: Instant): Instant {
  return at - (at % HOUR);
}

/** The median hour of the seven days before this one; hours without a sign-up count as none. */
export function medianHour(counts: ReadonlyMap<Instant, number>, now: Instant): number {
  const hours = COMPARED_DAYS * 24;
  const before = Array.from({ length: hours }, (_, n) => counts.get(hourOf(now) - (n + 1) * HOUR) ?? 0);
  return before.sort((left, right) => left - right)[hours / 2] ?? 0;
}

/**
 * P-35: true while this hour, or the one before it, has more requests than `factor` times the median hour, and more than
 * `floor`. The hour before counts too, so that a flood is not let through at the full hour.
 */
export function isFlooded(
  counts: ReadonlyMap<Instant, number>,
  now: Instant,
  limits: { readonly breakerFactor: number; readonly breakerFloor: number },
): boolean {
  const most = Math.max(limits.breakerFloor, limits.breakerFactor * medianHour(counts, now));
  return [hourOf(now), hourOf(now) - HOUR].some((hour) => (counts.get(hour) ?? 0) > most);
}
