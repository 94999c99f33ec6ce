import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Mail } from './aws/inbox-mail.ts';

/** Every mail that SES accepted in this store. */
export interface Inbox {
  /** Keeps a mail, on disk too, before SendEmail is answered. */
  add(mail: Mail): void;
  /** Newest first. */
  list(): readonly Mail[];
  find(id: string): Mail | null;
}

/** Opens the inbox kept in `file`, one JSON line a mail. */
export function openInbox(file: string): Inbox {
  const mails: Mail[] = existsSync(file) ? readMails(file) : [];
  return {
    add(mail) {
      appendFileSync(file, `${JSON.stringify(mail)}\n`);
      mails.push(mail);
    },
    list: () => mails.toReversed(),
    find: (id) => mails.find((mail) => mail.id === id) ?? null,
  };
}

function readMails(file: string): Mail[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Mail];
    } catch {
      // The last line of a killed run may be half a mail: SES had not answered it yet.
      return [];
    }
  });
}
