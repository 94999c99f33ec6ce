import type { Instant } from '../kernel/instants.ts';
import type { MessageClass } from '../workspace/definitions.ts';
import type { Because } from './because.ts';

/** A rendered mail with everything SES needs; one recipient (P-70). */
export interface Mail {
  readonly messageId: string;
  readonly profileId: string;
  /** Tag that feedback finds the address by; `STAFF_ADDRESS` for mail to a colleague. */
  readonly addressHmac: string;
  readonly class: MessageClass;
  readonly topic: string | null;
  /** What it was made of, so that feedback tells which one receivers refuse (P-82). */
  readonly template?: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** P-22: off unless there is an active consent for `tracking.email`. */
  readonly tracking: boolean;
}

/** What became of the call, by permission.md 1.3; the message never holds an address. */
export type MailOutcome =
  | { readonly outcome: 'sent'; readonly sesMessageId: string }
  | { readonly outcome: 'failed'; readonly because: Because }
  /** A definite non-send that may be tried again from `until` on. */
  | { readonly outcome: 'deferred'; readonly until: Instant; readonly because: Because }
  /** Ambiguous: SES may or may not have taken it (P-73). */
  | { readonly outcome: 'unknown'; readonly error: string };

export interface Mailer {
  /** Exactly one HTTP request (P-71). Never rejects: every failure is one of the outcomes. */
  send(mail: Mail): Promise<MailOutcome>;
}
