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

/** Evidence and log of a person, for the timeline, explain and reports. */
export interface TimelineStore {
  ledger(profileId: string, limit: number, from: string | null): Promise<Page<LedgerEntry>>;
  log(profileId: string, limit: number, from: string | null): Promise<Page<StoredLogEntry>>;
  /**
   * Puts the row once, in one transaction with its counters (`COUNT#campaign#slot` / day): a redelivered effect counts once.
   */
  record(profileId: string, entry: LogEntry): Promise<void>;
  /** Feedback on a message that ended: its row moves on, once a status; counted once. */
  recordFeedback(
    profileId: string,
    feedback: {
      readonly messageId: string;
      readonly logAt: Instant;
      readonly status: MessageStatus | MessageMark;
      readonly at: Instant;
      readonly campaign: string | null;
    },
  ): Promise<void>;
}
