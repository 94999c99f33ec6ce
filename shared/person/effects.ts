import type { Instant } from '../kernel/instants.ts';
import type { Because } from '../messages/because.ts';
import type { TraceLine } from '../messages/gates.ts';
import type { MessageMark, MessageStatus } from '../messages/message.ts';
import type { MessageClass } from '../workspace/definitions.ts';

/** One line of a person's timeline beside the ledger; the id derives from its cause, so a repeated effect writes it once. */
export interface LogEntry {
  readonly id: string;
  readonly at: Instant;
  /** `decision`: an entry, a refusal at entry, a hold or an end by exit. `message`: the one row of a message that ended. */
  readonly kind: 'decision' | 'message';
  readonly campaign: string | null;
  readonly enrollmentId: string | null;
  readonly messageId: string | null;
  readonly topic: string | null;
  readonly class: MessageClass | null;
  /** For `decision`: `not-entered`, `hold`, `ended`, `merged`; for `message`: its status. */
  readonly verdict: 'not-entered' | 'hold' | 'ended' | 'merged' | MessageStatus;
  readonly because: Because | null;
  readonly until: Instant | null;
  /** `<= 400` bytes: each gate asked and what it saw. */
  readonly trace: readonly TraceLine[];
}

/** What is left to do after a person was erased: the order of a job. */
export interface Erasure {
  readonly at: Instant;
  /** HMAC of the address that the person had; its row outlives the person. */
  readonly address: string | null;
  /** One word, such as `requested`. */
  readonly reason: string;
  /** P-62: until when the proof of consent and withdrawal is kept. */
  readonly keepUntil: Instant;
}

/** What one profile may have to tell another: ids and instants only, what they know stays on their rows (P-57). */
export type Told =
  | { readonly kind: 'merge-away' | 'merge-done'; readonly into: string; readonly at: Instant }
  | { readonly kind: 'merge-in'; readonly from: string; readonly at: Instant }
  | { readonly kind: 'erasure'; readonly at: Instant; readonly reason: string };

/**
 * What a commit asks the world to do. Data, stored in the very put that decided it, performed by the relay from the
 * table's stream: the transactional outbox. Every one may be performed again without harm.
 */
export type Effect =
  /** Hand a message to the send queues; ids only (P-12). */
  | { readonly type: 'send'; readonly messageId: string; readonly priority: boolean; readonly at: Instant }
  /** Write a log row once, and count it in the same transaction. */
  | { readonly type: 'log'; readonly entry: LogEntry }
  /** Feedback moved an ended message on: update its log row. */
  | {
      readonly type: 'message-feedback';
      readonly messageId: string;
      readonly logAt: Instant;
      readonly status: MessageStatus | MessageMark;
      readonly at: Instant;
      readonly campaign: string | null;
    }
  /** The address book learns who holds an address, and who no longer does. */
  | { readonly type: 'address-held'; readonly address: string; readonly since: Instant }
  | { readonly type: 'address-left'; readonly address: string }
  /** Something that another profile must do, as an input of its own: two rows are never written together. */
  | { readonly type: 'tell'; readonly profileId: string; readonly told: Told }
  /** The person was erased: a job removes what lies outside the row, then the row. */
  | ({ readonly type: 'erase' } & Erasure);
