import type { Instant } from '../kernel/instants.ts';
import type { MessageClass } from '../workspace/definitions.ts';
import type { Because, Reason } from './because.ts';

/** In flight: what still waits for its end on the person's row. */
export type InFlightStatus = 'held' | 'queued' | 'sending';
export type EndedStatus = 'sent' | 'skipped' | 'failed' | 'unknown';
export type FeedbackStatus = 'delivered' | 'bounced' | 'complained';
export type MessageStatus = InFlightStatus | EndedStatus | FeedbackStatus;
/**
 * What feedback adds to the log row and the counts of a message without moving it: delays, and with the person's consent opens
 * and clicks, those of machines apart (P-21, P-24).
 */
export type MessageMark = (typeof messageMarks)[number];
export const messageMarks = ['delayed', 'soft-bounced', 'opened', 'opened-machine', 'clicked', 'clicked-bot'] as const;

/** One attempt to reach one person (P-72: `messageId` is the sendId, derived from person, enrollment and step). */
export interface Message {
  readonly messageId: string;
  /** Null for heed's own mails (confirmation). */
  readonly campaign: string | null;
  readonly enrollmentId: string | null;
  readonly stepId: string | null;
  /** The opt-in request a confirmation mail is about. */
  readonly requestId: string | null;
  readonly template: string;
  readonly replyTo: string | null;
  readonly class: MessageClass;
  readonly topic: string | null;
  readonly priority: number;
  readonly status: InFlightStatus;
  readonly reachedAt: Instant;
  /** P-100: refused when `now >= expiresAt`. */
  readonly expiresAt: Instant;
  /** While held: when to ask again. While queued or sending: when the timer looks after it. */
  readonly notBefore: Instant;
  readonly because: Because | null;
  /** Why it was held last, also when it no longer is: for the reports. */
  readonly heldFor?: Reason | undefined;
  /** The claim: which invocation may call SES, and since when. */
  readonly claim: { readonly id: string; readonly at: Instant } | null;
  /** HMAC of the address it was claimed for. */
  readonly address: string | null;
  /** How often it was handed to the queue, 0 while held; and calls that SES definitely refused for a time. */
  readonly attempts: number;
}

/** What is the same for every message that nobody has tried to send yet. */
export const untried = { status: 'held', because: null, claim: null, address: null, attempts: 0 } as const;

/** A message that ended, remembered for caps, feedback and the profile page. */
export interface RecentMessage {
  readonly messageId: string;
  readonly campaign: string | null;
  readonly topic: string | null;
  readonly class: MessageClass;
  readonly status: EndedStatus | FeedbackStatus;
  readonly at: Instant;
  /** Reason word where it was skipped or failed. */
  readonly reason: string | null;
  /** Only while the person agrees to tracking (P-23). */
  readonly tracked?: Tracked | undefined;
}

/** What tells human visits from those of machines. */
export interface Tracked {
  readonly deliveredAt: Instant | null;
  /** Counted already: each counts once a message. */
  readonly marks: readonly MessageMark[];
  /** The newest clicks; of a link no more than a hash of its host and path. */
  readonly clicks: readonly { readonly link: string; readonly at: Instant }[];
}
