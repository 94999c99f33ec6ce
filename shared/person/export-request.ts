import { EXPORT_LINK_FOR } from '../consent/tokens.ts';
import { derivedId } from '../kernel/ids.ts';
import { MINUTE } from '../kernel/instants.ts';
import type { Draft } from './draft.ts';
import { writeSystemMail } from './system-mail.ts';

export const EXPORT_TEMPLATE = '_system/export-link';

/** One running export a subject (P-60): within this a second request sends no second mail. */
const AGAIN_AFTER = 10 * MINUTE;

/**
 * The person asked for their data on the preference page: a mail with a link goes to the address, so that only who reads that
 * mailbox gets them (P-60). Without an address nothing can be sent, and nothing is.
 */
export function requestExport(draft: Draft): void {
  const { person, now } = draft;
  if (!person.address) return;
  if (person.exportAskedAt !== null && now - person.exportAskedAt < AGAIN_AFTER) return;
  draft.person = { ...person, exportAskedAt: now };
  const messageId = derivedId(person.profileId, 'export', String(now));
  writeSystemMail(draft, { messageId, template: EXPORT_TEMPLATE, requestId: null, expiresAt: now + EXPORT_LINK_FOR });
}
