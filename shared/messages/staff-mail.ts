import { domainToASCII } from 'node:url';
import { parseEmail } from '../profiles/address.ts';
import type { Message } from './message.ts';

/** Stands for the words of a `notify` step, which are in the campaign. */
export const NOTIFY_TEMPLATE = '_system/notify';

/**
 * What stands in the place of an address's HMAC in messages and tags of mail to a colleague: feedback about it is about no
 * customer's address, so it must find none.
 */
export const STAFF_ADDRESS = 'staff';

/** Whether a message goes to a colleague. It is about the person and not for them: nothing of their permission is asked, nor used up. */
export function isStaffMail({ template }: Pick<Message, 'template'>): boolean {
  return template === NOTIFY_TEMPLATE;
}

/** A `to` as SES takes it, where its domain is one of the staff's by letter, subdomains not included; null for every other text. */
export function staffAddress(to: string, staffDomains: readonly string[]): string | null {
  const parsed = parseEmail(to);
  if (!parsed.ok) return null;
  const domain = parsed.email.slice(parsed.email.lastIndexOf('@') + 1);
  return staffDomains.some((each) => domainToASCII(each.trim().toLowerCase()) === domain) ? parsed.email : null;
}
