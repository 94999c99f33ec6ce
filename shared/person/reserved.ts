import type { Instant } from '../kernel/instants.ts';
import type { MessageStatus } from '../messages/message.ts';
import type { Person } from './person.ts';

/** What reached the person, or may have, or may still (P-101): a reservation counts until it turns out to be none. */
const counted: ReadonlySet<MessageStatus> = new Set([
  'queued',
  'sending',
  'sent',
  'unknown',
  'delivered',
  'bounced',
  'complained',
]);

/**
 * The marketing mails that count against a frequency, each by the instant that it counts from; `except` is the message that is
 * asked about. One on its way to SES counts from now on.
 */
export function reservedSends(person: Person, except: string | undefined, now: Instant): readonly Instant[] {
  const ended = person.recent.filter((each) => each.class === 'marketing' && counted.has(each.status));
  const flying = person.messages.filter(
    (each) => each.class === 'marketing' && counted.has(each.status) && each.messageId !== except,
  );
  return [...ended.map((each) => each.at), ...flying.map((each) => each.claim?.at ?? now)];
}
