import { HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { Because } from '../../shared/messages/because.ts';
import type { MailOutcome } from '../../shared/messages/mailer.ts';

/** What became of a claimed message: the outcome of its call, or why none was made; null: it was too late for one. */
export type Called = MailOutcome | { readonly released: Because | null };

/** `PT24H` or `PT90M`: how a cap's window of so many ms is told. */
export function isoDuration(ms: number): string {
  return ms % HOUR === 0 ? `PT${ms / HOUR}H` : `PT${ms / MINUTE}M`;
}
