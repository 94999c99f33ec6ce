import type { Instant } from '../kernel/instants.ts';
import type { Basis, Purpose } from './consent.ts';

/**
 * Who made a change: the person by a link or a page, the company by an event or the API, a list that was imported, what a mailbox
 * provider told of the person (`feedback`), or heed by the clock.
 */
export type Actor = 'person' | 'company' | 'import' | 'feedback' | 'heed';

/**
 * One line of evidence: append-only, written in the transaction of the commit that it explains (P-40).
 * The id derives from its cause, so a replay writes the same row.
 */
export interface LedgerEntry {
  readonly id: string;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly kind:
    | 'consent.requested'
    | 'consent.granted'
    | 'consent.withdrawn'
    | 'consent.expired'
    | 'consent.cancelled'
    /** Somebody lifted the suppression of the address: `text` says why, `source` who (P-84). */
    | 'suppression.lifted'
    /** What the person chose, as JSON in `text`. */
    | 'preferences.changed';
  /** Null: every topic. */
  readonly topic: string | null;
  readonly purpose: Purpose;
  readonly basis: Basis | null;
  readonly method: string;
  /** HMAC of the address; null where the profile had none. */
  readonly address: string | null;
  readonly text: string | null;
  readonly textHash: string | null;
  readonly source: string | null;
  readonly locale: string | null;
  readonly form: { readonly id: string; readonly version: string } | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly confirmIp: string | null;
  readonly confirmUserAgent: string | null;
  readonly requestId: string | null;
  readonly actor: Actor | null;
  /** Of a request or grant: the legal name of the company it was given to, as the settings had it then. */
  readonly controller: string | null;
  /** Of a request or grant: version and address of the privacy notice in force then, or the one that the evidence names. */
  readonly privacyNotice: string | null;
}
