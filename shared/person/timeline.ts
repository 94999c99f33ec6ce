import type { LedgerEntry } from '../consent/ledger.ts';
import type { Instant } from '../kernel/instants.ts';
import { type MessageMark, type MessageStatus, messageMarks } from '../messages/message.ts';
import type { LogEntry } from './effects.ts';

/** A log row as it is read back: a message's row also tells what feedback said later. */
export interface StoredLogEntry extends LogEntry {
  readonly feedback: readonly { readonly status: MessageStatus | MessageMark; readonly at: Instant }[];
}

const marks: ReadonlySet<string> = new Set(messageMarks);

/** What became of a message at last, or what was decided: an open or a delay is no state of it. */
export function stateOf(entry: StoredLogEntry): LogEntry['verdict'] {
  const told = entry.feedback.filter((each) => !marks.has(each.status)).at(-1);
  return (told?.status as MessageStatus | undefined) ?? entry.verdict;
}

export interface Page<Row> {
  /** Newest first. */
  readonly rows: readonly Row[];
  /** Opaque; null at the end. */
  readonly next: string | null;
}

/** Feedback on a message that ended, whose row is found by when it was written. */
export interface TellingFeedback {
  readonly messageId: string;
  readonly logAt: Instant;
  readonly status: MessageStatus | MessageMark;
  readonly at: Instant;
  readonly campaign: string | null;
}

/** One thing to tell of a person: a row of its own, or what moves a row on. */
export type Telling = { readonly profileId: string } & (
  | { readonly entry: LogEntry }
  | { readonly feedback: TellingFeedback }
);

/** Evidence and log of a person, for the timeline, explain and reports. */
export interface TimelineStore {
  ledger(profileId: string, limit: number, from: string | null): Promise<Page<LedgerEntry>>;
  log(profileId: string, limit: number, from: string | null): Promise<Page<StoredLogEntry>>;
  /**
   * Writes all of it, of one row in the order given. A row is put once, and moves on once a status, each in one transaction with
   * its counters (`COUNT#campaign#slot` / day): a redelivered effect counts once. Rejects with RetryableError when some of it may
   * be missing: then all can be told again.
   */
  tell(tellings: readonly Telling[]): Promise<void>;
  /** `tell` for one row. */
  record(profileId: string, entry: LogEntry): Promise<void>;
  /** `tell` for one piece of feedback. */
  recordFeedback(profileId: string, feedback: TellingFeedback): Promise<void>;
}
