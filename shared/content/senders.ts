import type { MessageClass, Settings } from '../workspace/definitions.ts';
import { parseMailbox } from './mailbox.ts';

/** The domain that mail of a class comes from. */
interface Sender {
  readonly class: MessageClass;
  readonly domain: string;
}

/** The From domains of a workspace. A mailbox that publication would have refused gives none. */
export function sendersOf({ brand }: Pick<Settings, 'brand'>): readonly Sender[] {
  const mailboxes = [
    ['marketing', brand.from],
    ['transactional', brand.transactionalFrom],
  ] as const;
  return mailboxes.flatMap(([messageClass, text]) => {
    const parsed = parseMailbox(text);
    const domain = parsed.ok ? parsed.mailbox.email.split('@')[1]?.toLowerCase() : undefined;
    return domain === undefined ? [] : [{ class: messageClass, domain }];
  });
}

/** Whether a domain is another one or lies below it. */
export function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}

/** A domain and those above it, down to two labels: where DNS and SES may have something that holds for it. */
export function upwards(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(0, Math.max(labels.length - 1, 1)).map((_, index) => labels.slice(index).join('.'));
}
