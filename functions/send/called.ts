import type { Because } from '../../shared/messages/because.ts';
import type { MailOutcome } from '../../shared/messages/mailer.ts';

/** What became of a claimed message: the outcome of its call, or why none was made; null: it was too late for one. */
export type Called = MailOutcome | { readonly released: Because | null };
