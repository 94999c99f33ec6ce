import type { Feedback } from '../events/feedback.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';
import type { Because } from '../messages/because.ts';
import type { MailOutcome } from '../messages/mailer.ts';
import type { Address } from '../profiles/address.ts';

/**
 * What came with the request, as evidence only. The HMACs and ids that need a key are computed where the input enters,
 * so that deciding needs none.
 */
export interface CustomerEvent {
  readonly kind: 'event';
  readonly type: string;
  readonly eventId: string;
  readonly occurredAt: Instant;
  readonly properties: { readonly [name: string]: Json };
  readonly traits: { readonly [name: string]: Json };
  /** The trait `email`, parsed and with its HMAC, where the event says one; null where it says there is none any more. */
  readonly address?: Address | null;
  /** For `subscription.requested`: 128 bits that name the request (a keyed HMAC of the event id, or random from the web). */
  readonly requestId?: string;
}

export type Input =
  | CustomerEvent
  /** The sweep found the person due. */
  | { readonly kind: 'timer' }
  /** A confirmation link was posted. */
  | {
      readonly kind: 'confirmation';
      readonly requestId: string;
      readonly at: Instant;
      readonly ip: string | null;
      readonly userAgent: string | null;
    }
  /** "It was not me": the request is cancelled. */
  | { readonly kind: 'not-me'; readonly requestId: string; readonly at: Instant }
  /** A link's POST lowers permission: one topic, or everything with null. */
  | {
      readonly kind: 'withdrawal';
      readonly id: string;
      readonly topic: string | null;
      readonly at: Instant;
      readonly method: string;
    }
  /** The send function wants to call SES. Refused by a result that leaves the message unclaimed. */
  | { readonly kind: 'claim'; readonly messageId: string; readonly claimId: string }
  /** After the claim the address turned out to be stopped, or 5 s went by: nothing was called. */
  | { readonly kind: 'release'; readonly messageId: string; readonly claimId: string; readonly because: Because | null }
  | { readonly kind: 'outcome'; readonly messageId: string; readonly claimId: string; readonly outcome: MailOutcome }
  | { readonly kind: 'feedback'; readonly feedback: Feedback };
