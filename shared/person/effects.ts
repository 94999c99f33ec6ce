import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';
import type { Because, Reason } from '../messages/because.ts';
import type { TraceLine } from '../messages/gates.ts';
import type { MessageMark, MessageStatus } from '../messages/message.ts';
import type { MessageClass } from '../workspace/definitions.ts';
import type { EvidenceTerms } from './evidence-life.ts';
import type { InputVersions } from './input-versions.ts';

/** `held-out`: walks the same steps and gets nothing, so that goals compare. */
export type RunSide = 'mailed' | 'held-out';

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
  /** For `decision`: `not-entered`, `hold`, `ended`, `goal`, `merged`; for `message`: its status. */
  readonly verdict: 'not-entered' | 'hold' | 'ended' | 'goal' | 'merged' | MessageStatus;
  readonly because: Because | null;
  readonly until: Instant | null;
  /** `<= 400` bytes: each gate asked and what it saw. */
  readonly trace: readonly TraceLine[];
  /** What reports count beside the verdict, each absent where it says nothing. The step of its campaign. */
  readonly stepId?: string | undefined;
  /** The first that is told of a run, and on which side of the comparison the run is. */
  readonly enters?: RunSide | undefined;
  /** What the message waited for last, before it ended. */
  readonly heldFor?: Reason | undefined;
  /** About no mail to this person: one to a colleague, an event that was not published. Reports and `explain` look past it. */
  readonly aside?: true | undefined;
  /** P-55: versions of what it was decided from; `decide` puts them into every entry that leaves it. */
  readonly inputs?: InputVersions | undefined;
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
  /** Publish an event of the workspace's own, source `heed.workspace`. */
  | {
      readonly type: 'emit';
      readonly event: string;
      readonly eventId: string;
      readonly properties: { readonly [name: string]: Json };
      readonly depth: number;
      readonly at: Instant;
    }
  /** Publish an own event, source `heed`: ids only. */
  | {
      readonly type: 'publish';
      readonly event: string;
      readonly eventId: string;
      readonly properties: { readonly [name: string]: Json };
      readonly at: Instant;
    }
  /** The address book learns who holds an address, and who no longer does. */
  | { readonly type: 'address-held'; readonly address: string; readonly since: Instant }
  | { readonly type: 'address-left'; readonly address: string }
  /** Something that another profile must do, as an input of its own: two rows are never written together. */
  | { readonly type: 'tell'; readonly profileId: string; readonly told: Told }
  /** A permission or request ended: a job sets until when its evidence is kept (P-37, P-62). */
  | ({ readonly type: 'evidence' } & EvidenceTerms)
  /** The person was erased: a job removes what lies outside the row, then the row. */
  | ({ readonly type: 'erase' } & Erasure);
