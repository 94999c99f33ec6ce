import type { LedgerEntry } from '../consent/ledger.ts';
import type { Instant } from '../kernel/instants.ts';

/** A row of evidence and until when it is kept; null: as long as the profile. */
export interface KeptEvidence {
  readonly entry: LedgerEntry;
  readonly keepUntil: Instant | null;
}

/**
 * Terms of evidence (P-37, P-62). What a row says is never touched: it is append-only (P-40); its time to live stands beside it.
 * Every call may be repeated. All reject with RetryableError when the store does not answer as it should.
 */
export interface EvidenceStore {
  /** All rows of a ledger, strongly read, oldest first. */
  rows(profileId: string): Promise<readonly KeptEvidence[]>;
  /** Sets the term of a row, or with null takes it away. A row that is gone stays gone. */
  keep(profileId: string, row: Pick<LedgerEntry, 'id' | 'at'>, until: Instant | null): Promise<void>;
  /** Shortens the life of the log rows of these messages that were written in `[from, to]`. */
  shortenLog(
    profileId: string,
    messageIds: readonly string[],
    span: { readonly from: Instant; readonly to: Instant },
    until: Instant,
  ): Promise<void>;
}
