import type { Instant } from '../kernel/instants.ts';

/** The words of permission.md 1.5 in lower case, and design's own. */
export type Reason =
  | 'sending-disabled'
  | 'duplicate'
  | 'expired'
  | 'trigger-void'
  | 'exited'
  | 'not-in-audience'
  | 'erased'
  | 'no-address'
  | 'hard-bounce'
  | 'ses-suppressed'
  | 'soft-quarantine'
  | 'unverified'
  | 'class-mismatch'
  | 'complaint'
  | 'unsubscribed-all'
  | 'flagged'
  | 'minor'
  | 'age-unknown'
  | 'no-consent'
  | 'consent-pending'
  | 'consent-withdrawn'
  | 'consent-expired'
  | 'soft-opt-in-not-applicable'
  | 'topic-opted-out'
  | 'muted'
  | 'template-incomplete'
  | 'no-mail'
  | 'paused'
  | 'holdout'
  | 'open-ticket'
  | 'ticket-cooldown'
  | 'frequency-cap'
  | 'quiet-hours'
  | 'preferred-window'
  | 'reentry'
  | 'too-late'
  | 'unreadable'
  | 'date-unreadable'
  | 'recipient-not-allowed'
  | 'emit-loop'
  | 'too-large'
  | 'confirmation-cap'
  | 'blocked'
  | 'sign-up-breaker'
  | 'merged'
  | 'goal'
  | 'exit-step'
  | 'unknown-outcome'
  | 'rejected-by-ses'
  | 'sending-paused'
  | 'throttled';

/** A reason with the facts it saw; ids, instants and words only, never personal data (P-57). */
export interface Because {
  readonly reason: Reason;
  readonly [fact: string]: string | number | boolean | null | readonly string[];
}

export type Verdict =
  | { readonly verdict: 'send' }
  | { readonly verdict: 'hold'; readonly until: Instant; readonly because: Because }
  | { readonly verdict: 'skip'; readonly because: Because };
