import { addressSource } from './address.ts';
import { confirmationSource } from './confirmation.ts';
import { exportLinkSource } from './export-link.ts';
import { reminderSource } from './reminder.ts';

/** heed's own mails by template id; a workspace may write each anew, locale by locale. */
export const systemMails: Readonly<Record<string, string>> = {
  '_system/address': addressSource,
  '_system/confirmation': confirmationSource,
  '_system/reminder': reminderSource,
  '_system/export-link': exportLinkSource,
};
