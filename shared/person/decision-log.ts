import type { Draft } from './draft.ts';
import type { LogEntry } from './effects.ts';

/** What every line about a run says; the rest is empty unless it is given. */
type Said = Pick<LogEntry, 'id' | 'verdict' | 'because'> & Partial<LogEntry>;

/** Puts a line about a decision that is no message into the timeline: an entry refused, a run ended, a goal reached. */
export function tellDecision(draft: Draft, said: Said): void {
  const nothing = { campaign: null, enrollmentId: null, messageId: null, topic: null, class: null } as const;
  const entry: LogEntry = { ...nothing, at: draft.now, kind: 'decision', until: null, trace: [], ...said };
  draft.effects.push({ type: 'log', entry });
}
