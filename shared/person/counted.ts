import type { LogEntry } from './effects.ts';

/** What is added to the counters of a campaign's day, by name. */
export type Counted = Readonly<Record<string, number>>;

/** Feedback may overtake the answer of SES, or be all that is ever heard of it: these were sent too. */
const SENT_TOO = new Set(['delivered', 'bounced', 'complained']);
const WITH_REASON = new Set(['skipped', 'not-entered', 'ended']);

/**
 * What an entry counts as in its campaign's reports: `sent`, `failed`, `unknown`, `skipped:<reason>`, `not-entered:<reason>`,
 * `ended:<reason>`, `goal` and `goal-value`; beside it `entered` with the first of a run, `held:<reason>`, and `sent@<step>`,
 * `skipped@<step>`, `failed@<step>`. Mail to a colleague counts as nothing but the first of its run. What is about the holdout ends in `:held-out`. Null for what is no end (a hold) and for heed's own
 * mails, which belong to no campaign. All of it goes into one update: a row of counters stays below 1 KB, which is why steps
 * have no reasons.
 */
export function countedOf(entry: LogEntry): Counted | null {
  if (entry.campaign === null || entry.verdict === 'hold' || entry.verdict === 'held') return null;
  if (entry.aside) return entry.enters ? runCounts(entry) : null;
  return { ...verdictCounts(entry), ...runCounts(entry), ...stepCounts(entry) };
}

function verdictCounts({ verdict, because }: LogEntry): Counted {
  const word: string = verdict;
  if (word === 'goal') {
    const value = Number(because?.['value'] ?? 0);
    const side = because?.['holdout'] === true ? ':held-out' : '';
    return { [`goal${side}`]: 1, ...(Number.isFinite(value) && value !== 0 ? { [`goal-value${side}`]: value } : {}) };
  }
  if (WITH_REASON.has(word)) return { [`${word}:${because?.reason ?? 'unknown'}`]: 1 };
  return SENT_TOO.has(word) ? { sent: 1, [word]: 1 } : { [word]: 1 };
}

function runCounts({ enters, heldFor }: LogEntry): Counted {
  return {
    ...(enters ? { entered: 1 } : {}),
    ...(enters === 'held-out' ? { 'entered:held-out': 1 } : {}),
    ...(heldFor ? { [`held:${heldFor}`]: 1 } : {}),
  };
}

function stepCounts({ kind, verdict, stepId }: LogEntry): Counted {
  if (kind !== 'message' || stepId === undefined) return {};
  if (verdict === 'sent' || SENT_TOO.has(verdict)) return { [`sent@${stepId}`]: 1 };
  return { [`${verdict === 'skipped' ? 'skipped' : 'failed'}@${stepId}`]: 1 };
}
