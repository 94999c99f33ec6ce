import type { Instant } from '../kernel/instants.ts';
import type { AddressState, SuppressionReason } from './address-state.ts';

/** The address rows, by keyed HMAC (P-59). Every write may be repeated and come in any order. */
export interface AddressBook {
  /** Strongly consistent. `unknownAddress` where there is no row. */
  read(hmac: string): Promise<AddressState>;
  /** A hard bounce outranks a complaint, and within one reason the earliest stays, whatever order they come in. */
  suppress(hmac: string, reason: SuppressionReason, since: Instant): Promise<void>;
  /** Stop everything from `at` on, for all its holders (P-52); a later `resume` lifts it. Never moves backwards. */
  stop(hmac: string, at: Instant): Promise<void>;
  /** A confirmed POST lifts the stop-everything. Never moves backwards. */
  resume(hmac: string, at: Instant): Promise<void>;
  hold(hmac: string, profileId: string, since: Instant): Promise<void>;
  leave(hmac: string, profileId: string): Promise<void>;
  /** The oldest holder; where there is none, `candidate` becomes it. Two at once get the same answer. */
  holderOr(hmac: string, candidate: string, since: Instant): Promise<string>;
}
