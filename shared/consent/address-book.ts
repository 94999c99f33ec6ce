import type { Instant } from '../kernel/instants.ts';
import type { AddressState, SuppressionReason } from './address-state.ts';
import type { Cap, Reserving } from './confirmation-caps.ts';

/** The address rows, by keyed HMAC (P-59). Every write may be repeated and come in any order. */
export interface AddressBook {
  /** Strongly consistent. `unknownAddress` where there is no row. */
  read(hmac: string): Promise<AddressState>;
  /** A hard bounce outranks a complaint, and within one reason the earliest stays, whatever order they come in. */
  suppress(hmac: string, reason: SuppressionReason, since: Instant): Promise<void>;
  /** Somebody lifted the suppression by hand (P-84): what was said before `at` no longer counts. Never moves backwards. */
  lift(hmac: string, at: Instant): Promise<void>;
  /** Stop everything from `at` on, for all its holders (P-52); a later `resume` lifts it. Never moves backwards. */
  stop(hmac: string, at: Instant): Promise<void>;
  /** A confirmed POST lifts the stop-everything. Never moves backwards. */
  resume(hmac: string, at: Instant): Promise<void>;
  hold(hmac: string, profileId: string, since: Instant): Promise<void>;
  leave(hmac: string, profileId: string): Promise<void>;
  /** The oldest holder; where there is none, `candidate` becomes it. Two at once get the same answer. */
  holderOr(hmac: string, candidate: string, since: Instant): Promise<string>;
  /** "It was not me" (P-36): no confirmation mail before `until`. Never moves backwards. */
  block(hmac: string, until: Instant): Promise<void>;
  /**
   * Takes a place under the caps of confirmation mails (P-34), before the call; a message that has one keeps it. Of two at once
   * that want the last place one gets it. Rejects with RetryableError when the row is fought over or cannot be read.
   */
  reserveConfirmation(hmac: string, messageId: string, at: Instant, caps: readonly Cap[]): Promise<Reserving>;
  /**
   * Takes a place under the caps of marketing for an address that several profiles hold (P-101), before the call, as of `at`; a
   * message that asks again moves its own place. Of many at once no more get one than there are. Rejects as `reserveConfirmation`.
   */
  reserveMarketing(hmac: string, messageId: string, at: Instant, caps: readonly Cap[]): Promise<Reserving>;
  /** Nothing was sent after all: the place is free again. Of a message that has none it changes nothing. */
  returnMarketing(hmac: string, messageId: string): Promise<void>;
}
