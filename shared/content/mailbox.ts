import { parseEmail } from '../profiles/address.ts';
import { encodedWords, isPrintableAscii } from './encoded-words.ts';

/** A sender or reply address with its display name, as settings.yaml writes it: `Acme <news@news.acme.example>`. */
interface Mailbox {
  /** Empty when there is none. */
  readonly name: string;
  readonly email: string;
}

type ParsedMailbox = { readonly ok: true; readonly mailbox: Mailbox } | { readonly ok: false; readonly reason: string };

/** Reads `name@domain`, `Name <name@domain>` or `"Name" <name@domain>`; refuses line breaks and what P-85 refuses. */
export function parseMailbox(text: string): ParsedMailbox {
  if (/[\r\n]/.test(text)) return { ok: false, reason: 'has a line break: write it on one line' };
  const parts = /^(.*?)\s*<([^<>]*)>$/.exec(text.trim());
  const parsed = parseEmail(parts ? (parts[2] ?? '') : text);
  if (!parsed.ok) return parsed;
  const name = (parts?.[1] ?? '')
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/\\(["\\])/g, '$1');
  return { ok: true, mailbox: { name, email: parsed.email } };
}

// RFC 5322 atoms: a name of these needs no quotes.
const ATOMS = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/;

/**
 * The form that SES takes as `FromEmailAddress` and in `ReplyToAddresses`: SES encodes subjects, display names it does not,
 * so those outside ASCII become RFC 2047 words (P-86). Throws on what publication would have refused.
 */
export function encodedMailbox(text: string): string {
  const parsed = parseMailbox(text);
  if (!parsed.ok) throw new Error(`a published address ${parsed.reason}`);
  const { name, email } = parsed.mailbox;
  if (name === '') return email;
  if (!isPrintableAscii(name)) return `${encodedWords(name)} <${email}>`;
  return ATOMS.test(name) ? `${name} <${email}>` : `"${name.replace(/["\\]/g, '\\$&')}" <${email}>`;
}
