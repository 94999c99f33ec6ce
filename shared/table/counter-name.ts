import type { LogEntry } from '../person/effects.ts';

/**
 * What an entry counts as in its campaign's reports: `sent`, `failed`, `unknown`, `skipped:<reason>`, `not-entered:<reason>`,
 * `ended:<reason>`. Null for what is no end (a hold) and for heed's own mails, which belong to no campaign.
 */
export function counterOf(entry: LogEntry): string | null {
  if (entry.campaign === null || entry.verdict === 'hold' || entry.verdict === 'held') return null;
  const hasReason = entry.verdict === 'skipped' || entry.verdict === 'not-entered' || entry.verdict === 'ended';
  return hasReason ? `${entry.verdict}:${entry.because?.reason ?? 'unknown'}` : entry.verdict;
}
