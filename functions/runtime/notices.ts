import type { Notice } from '../../shared/consent/suppression.ts';
import { logger } from './logger.ts';
import { countOne } from './metric.ts';

/** What a look at our own standing finds (P-76, P-77, P-83, P-87). */
type StandingNotice =
  | 'sending-stopped'
  | 'daily-quota-reached'
  | 'sender-not-authenticated'
  | 'spam-rate-high'
  | 'spam-rate-stops-marketing'
  | 'spam-rate-unknown';

/**
 * Tells an operator of something that no rule mends: a line in the log, and one more in a metric that has an alarm. One metric
 * for all words, because each would cost an alarm of its own: which word it was stands in the log. `facts`: ids and words only.
 */
export function notice(
  word: Notice | StandingNotice | 'unresolved-sends' | 'undecidable-timer',
  facts: Readonly<Record<string, string | number | null>> = {},
): void {
  logger.warn(word, { notice: word, ...facts });
  countOne('Notices');
}
