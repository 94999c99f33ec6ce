import type { Instant } from '../kernel/instants.ts';
import type { Reservation } from './confirmation-caps.ts';

export type SuppressionReason = 'hard-bounce' | 'complaint';

/**
 * What is known of an address whoever holds it (P-52): kept under its keyed HMAC, true for every profile, survives erasure.
 * Every field only moves forward, so writes may repeat and come in any order.
 */
export interface AddressState {
  /** Profiles that hold the address, oldest first. */
  readonly holders: readonly string[];
  readonly suppression: { readonly reason: SuppressionReason; readonly since: Instant } | null;
  /** Stop everything: in force while later than or equal to `resumedAt`. */
  readonly stoppedAt: Instant | null;
  readonly resumedAt: Instant | null;
  /** Confirmation mails of the last days, oldest first, whichever form or profile asked (P-34). */
  readonly confirmations: readonly Reservation[];
  /** Marketing to an address that several profiles hold, oldest first (P-101); what one profile alone got is on its own row. */
  readonly marketing: readonly Reservation[];
  /** "It was not me" (P-36): no confirmation mail before this. */
  readonly blockedUntil: Instant | null;
}

export const unknownAddress: AddressState = {
  holders: [],
  suppression: null,
  stoppedAt: null,
  resumedAt: null,
  confirmations: [],
  marketing: [],
  blockedUntil: null,
};

/** True while a stop-everything stands; of a stop and a return at one instant the stop wins (P-44). */
export function isStopped(state: { readonly stoppedAt: Instant | null; readonly resumedAt: Instant | null }): boolean {
  return state.stoppedAt !== null && (state.resumedAt === null || state.stoppedAt >= state.resumedAt);
}
