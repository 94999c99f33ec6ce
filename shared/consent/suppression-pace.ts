import { type Instant, SECOND } from '../kernel/instants.ts';

/** SES takes one call a second on its suppression list, whoever calls (P-79); a tenth more for the clocks of several machines. */
export const BETWEEN_CALLS = 1.1 * SECOND;

/** Who may call SES's suppression list when: one moment after another, for every function and invocation together. */
export interface SuppressionPace {
  /** Takes the next free moment, `now` or later, in ms. Rejects with RetryableError. */
  take(now: Instant): Promise<Instant>;
}
