import type { Instant } from '../kernel/instants.ts';
import type { Person } from './person.ts';

/** What stays of evidence: that there was a consent or withdrawal, for which topic, when, shown in which words (their hash). */
export interface ProofTerms {
  /** Where proof stands that has no address of its own: the keyed HMAC of the profile id. */
  readonly profileHmac: string;
  /** P-62: deleted by TTL after this. */
  readonly keepUntil: Instant;
}

/** That an address was erased, kept beside its suppression (P-56): no more than the reason and the date. */
export interface ErasureNote {
  readonly at: Instant;
  readonly reason: string;
  readonly keepUntil: Instant;
}

/**
 * What an erasure does to the rows that lie outside the person's own. Every call may be repeated, also after a crash in its
 * middle. All reject with RetryableError when the store does not answer as it should.
 */
export interface ErasureStore {
  /** True once a person was erased under the id of this HMAC: late events must not make somebody new of them (P-58). */
  isErased(profileHmac: string): Promise<boolean>;
  /** Notes the erasure under the HMAC of an address, or of the profile where there was none. */
  note(hmac: string, note: ErasureNote): Promise<void>;
  /** Replaces up to `limit` ledger rows by their proof, each at once with its row. Gives whether there are more. */
  proveAndForget(profileId: string, terms: ProofTerms, limit: number): Promise<boolean>;
  /** Deletes up to `limit` log rows. Gives whether there are more. */
  forgetLog(profileId: string, limit: number): Promise<boolean>;
  /**
   * Deletes the person's row, on its version, in one transaction with the mark that `isErased` finds.
   * Rejects with ConflictError when the version moved.
   */
  removePerson(person: Person, profileHmac: string): Promise<void>;
}
