import { domainToASCII } from 'node:url';

/** An address and the keyed HMAC that stands for it wherever the address itself must not be (P-59). */
export interface Address {
  /** As SES takes it: local part as given, domain in Punycode, lower case (P-85). */
  readonly email: string;
  readonly hmac: string;
}

type ParsedEmail = { readonly ok: true; readonly email: string } | { readonly ok: false; readonly reason: string };

// RFC 5321 dot-string, which is all that mailbox providers give out; quoted local parts are refused.
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Reads a mail address. Gives it with its domain in Punycode and lower case; refuses a local part outside 7-bit ASCII,
 * which SES cannot write to (P-85), and anything that is no address. The reason never repeats the text.
 */
export function parseEmail(text: string): ParsedEmail {
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  if (at < 1) return { ok: false, reason: 'is not a mail address: write it as name@domain' };
  if (/[^\x20-\x7e]/.test(local)) {
    return { ok: false, reason: 'has letters outside ASCII before the @, which SES cannot deliver to (P-85)' };
  }
  const domain = domainToASCII(trimmed.slice(at + 1).toLowerCase());
  if (local.length > 64 || !LOCAL.test(local) || !DOMAIN.test(domain)) {
    return { ok: false, reason: 'is not a mail address: write it as name@domain' };
  }
  return { ok: true, email: `${local}@${domain}` };
}

/** The form that is compared and hashed: lower case throughout, plus tags kept (P-52). */
export function normalisedEmail(email: string): string {
  return email.toLowerCase();
}
