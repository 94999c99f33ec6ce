import type { Instant } from '../kernel/instants.ts';

export type Purpose = 'marketing.email' | 'tracking.email';

/** What a permission rests on (P-46); which of them count where a person lives is `allowedBases`. */
export type Basis = 'express-doi' | 'express' | 'soft-opt-in' | 'casl-ebr' | 'casl-inquiry' | 'casl-published';

export interface Grant {
  readonly at: Instant;
  readonly basis: Basis;
  readonly method: string;
  /** HMAC of the address the permission is bound to (P-51); null until the profile gets its first one. */
  readonly address: string | null;
  /** The opt-in request that led to it, where heed asked: a used confirmation link stays good while its grant stands. */
  readonly requestId: string | null;
  /** Hash of the exact text shown; the text itself is kept in the ledger (P-40). */
  readonly textHash: string;
  /** Of an implied permission that ends by itself (P-47): from then on it counts no more. */
  readonly expiresAt?: Instant;
}

/**
 * Permission of one person for one topic and purpose: the fold of every grant and withdrawal, whatever their order.
 * Both halves only ever move forward in time, so permutations and repetitions agree (P-44).
 */
export interface Consent {
  /** Null where the purpose has no topics (`tracking.email`). */
  readonly topic: string | null;
  readonly purpose: Purpose;
  readonly grant: Grant | null;
  readonly withdrawnAt: Instant | null;
  /** The `expiresAt` whose coming the ledger has told of: each end is told once. */
  readonly expiryTold?: Instant;
}

/** A double opt-in that waits for its confirmation. */
export interface OptInRequest {
  readonly requestId: string;
  readonly topics: readonly string[];
  readonly requestedAt: Instant;
  readonly expiresAt: Instant;
  /** HMAC of the address the confirmation goes to: only that one can be confirmed. */
  readonly address: string;
  /** What was shown and how it was asked: evidence that moves into the ledger with the grant (P-40). */
  readonly text: string;
  readonly method: string;
  readonly locale: string | null;
  readonly form: { readonly id: string; readonly version: string } | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** All of a person's permission. `stopped` is stop-everything: objection, unsubscribe-all, complaint. */
export interface Permission {
  readonly consents: readonly Consent[];
  readonly requests: readonly OptInRequest[];
  readonly stoppedAt: Instant | null;
  /** The last confirmed POST: it lifts every stop-everything before it (nothing else can). */
  readonly resumedAt: Instant | null;
}

export const noPermission: Permission = { consents: [], requests: [], stoppedAt: null, resumedAt: null };
