import { DAY, type Instant } from '../../shared/kernel/instants.ts';
import { highestSpamRate, type SpamRates } from '../../shared/messages/spam-rate.ts';
import type { Release } from '../../shared/workspace/workspace.ts';
import type { notice } from '../runtime/notices.ts';

export interface SpamRatePorts {
  readonly releases: { active(): Promise<Release> };
  readonly spamRates: Pick<SpamRates, 'all'>;
  /** Tells an operator. */
  readonly tell: typeof notice;
}

/** Postmaster Tools are a day or two late, and tell nothing of days with little mail. */
const SILENT_AFTER = 7 * DAY;

/**
 * Tells an operator each day when Gmail's spam rate is high (P-83), when it has stopped marketing, and when somebody told rates and
 * does no more: a breaker that hears nothing does not trip. Gives the number of domains that a rate is known of.
 */
export async function reviewSpamRates({ releases, spamRates, tell }: SpamRatePorts, now: Instant): Promise<number> {
  const rates = await spamRates.all();
  if (rates.length === 0) return 0;
  const { warn, stop, holdsFor } = (await releases.active()).content.settings.permission.spamRate;
  const highest = highestSpamRate(rates, now, holdsFor);
  if (highest && highest.percent >= warn) {
    const { domain, day, percent } = highest;
    tell(percent >= stop ? 'spam-rate-stops-marketing' : 'spam-rate-high', { domain, day, percent });
  }
  if (rates.every(({ toldAt }) => toldAt < now - SILENT_AFTER)) tell('spam-rate-unknown');
  return rates.length;
}
