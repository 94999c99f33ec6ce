import type { OptInRequest } from '../consent/consent.ts';
import type { LedgerEntry } from '../consent/ledger.ts';
import type { Choices, Chosen } from '../consent/preferences.ts';
import type { Feedback } from '../events/feedback.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';
import type { Because } from '../messages/because.ts';
import type { MailOutcome } from '../messages/mailer.ts';
import type { Standing } from '../messages/standing.ts';
import type { Address } from '../profiles/address.ts';
import type { Person } from './person.ts';

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
  /** How many `emit` steps of the workspace lie before it; absent: none. */
  readonly depth?: number | undefined;
  /** The trait `email`, parsed and with its HMAC, where the event says one; null where it says there is none any more. */
  readonly address?: Address | null;
  /** For `subscription.requested`: 128 bits that name the request (a keyed HMAC of the event id, or random from the web). */
  readonly requestId?: string;
  /** For `subscription.requested`: somebody stopped everything for this address, and nobody came back to it since (P-52). */
  readonly addressStopped?: boolean;
  /** Names the record that it came in, where that holds more events of the person than the row remembers one by one. */
  readonly among?: string;
}

/** What the preference page saved at once; opt-outs by topic are withdrawals of their own. */
export interface PreferencesSaved {
  readonly kind: 'preferences-saved';
  /** Names this one POST. */
  readonly id: string;
  readonly at: Instant;
  readonly choices: Choices;
  /** Campaigns ticked and unticked under "no more of this". */
  readonly mute: readonly string[];
  readonly unmute: readonly string[];
  /** Facts about oneself, by trait. */
  readonly facts: { readonly [trait: string]: Json };
  /** The choices that the page measured its own against: refused where others stand by now (P-64). Null: takes any. */
  readonly seen: Chosen | null;
  /** Null: not said. On only with the words that were shown (P-40). */
  readonly tracking: 'off' | Pick<LedgerEntry, 'text' | 'textHash' | 'locale' | 'form' | 'ip' | 'userAgent'> | null;
}

/** Takes back what one POST withdrew, within `permission.undoWithin` of it. */
export interface Undo {
  readonly kind: 'undo';
  /** The instant of that withdrawal. */
  readonly withdrawnAt: Instant;
  readonly at: Instant;
  /** What it ended; null is the purpose `tracking.email`. */
  readonly topics: readonly (string | null)[];
  /** It was a stop-everything. */
  readonly all: boolean;
}

/** Somebody wants their mail at another address; nothing changes before that is confirmed there (P-32). */
export interface AddressRequested {
  readonly kind: 'address-requested';
  readonly requestId: string;
  readonly at: Instant;
  readonly address: Address;
  /** Topics that the confirmation over there grants anew: consent does not carry over (P-51). */
  readonly topics: readonly string[];
  readonly evidence: Pick<OptInRequest, 'text' | 'method' | 'locale' | 'form' | 'ip' | 'userAgent'>;
}

/** The steps of a merge, each told by the commit of the step before it. */
type Merging =
  /** To the one that goes: end what runs, stand for `into` from now on. */
  | { readonly kind: 'merge-away'; readonly into: string; readonly at: Instant }
  /** To the one that stays: take what the other one knew; null: it was erased meanwhile. */
  | { readonly kind: 'merge-in'; readonly from: Person | null; readonly at: Instant }
  /** To the one that goes: what it knew is in the other one's row, so that it can be forgotten here. */
  | { readonly kind: 'merge-done'; readonly into: string; readonly at: Instant };

export type Input =
  | CustomerEvent
  /** A broadcast came to this person; `occurrence` is its day. */
  | { readonly kind: 'broadcast'; readonly campaign: string; readonly occurrence: string; readonly at: Instant }
  /** A campaign with `existing-too` was published: what the person said before counts too. */
  | { readonly kind: 'arm' }
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
  | PreferencesSaved
  | Undo
  | AddressRequested
  /** The link that went to the new address was posted. */
  | {
      readonly kind: 'address-confirmed';
      readonly requestId: string;
      readonly at: Instant;
      readonly ip: string | null;
      readonly userAgent: string | null;
    }
  /** The send function wants to call SES. Refused by a result that leaves the message unclaimed. */
  | {
      readonly kind: 'claim';
      readonly messageId: string;
      readonly claimId: string;
      /** What quota and reputation say against marketing (P-77, P-83); absent: nothing is known. */
      readonly standing?: Standing;
    }
  /** After the claim the address turned out to be stopped, or 5 s went by: nothing was called. */
  | { readonly kind: 'release'; readonly messageId: string; readonly claimId: string; readonly because: Because | null }
  | { readonly kind: 'outcome'; readonly messageId: string; readonly claimId: string; readonly outcome: MailOutcome }
  | { readonly kind: 'feedback'; readonly feedback: Feedback }
  /** A human lifted the suppression of the address and says why (P-84). */
  | {
      readonly kind: 'lift';
      readonly at: Instant;
      /** HMAC of the address it is about. */
      readonly address: string;
      readonly reason: string;
      readonly by: string;
    }
  /** What merging two profiles asks of one of them (docs/decisions/0016-merge.md). */
  | Merging
  /** The person, or the company for them, wants to be forgotten (P-56). */
  | {
      readonly kind: 'erasure';
      readonly at: Instant;
      readonly reason: string;
      /** Of a profile that was merged into another one: meant for its own rows, not for the other's. */
      readonly own?: boolean;
    }
  /** The person asks for what is known of them: a link goes to their address (P-60). */
  | { readonly kind: 'export-request'; readonly at: Instant };
