import type { Instant } from '../kernel/instants.ts';
import type { MessageStatus } from '../messages/message.ts';
import { compareRank, type Ranked } from '../messages/rank.ts';
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
 * The marketing mails that count against a frequency, each by the instant that it counts from. One on its way to SES counts
 * from now on; one that is only queued does not stand in the way of a message that goes before it (P-103): it gives up its slot.
 */
export function reservedSends(person: Person, asked: Partial<Ranked>, now: Instant): readonly Instant[] {
  const ended = person.recent.filter((each) => each.class === 'marketing' && counted.has(each.status));
  const flying = person.messages.filter(
    (each) =>
      each.class === 'marketing' &&
      counted.has(each.status) &&
      each.messageId !== asked.messageId &&
      !(each.status === 'queued' && goesBefore(asked, each)),
  );
  return [...ended.map((each) => each.at), ...flying.map((each) => each.claim?.at ?? now)];
}

/** A message that is only imagined goes before nothing. */
function goesBefore({ messageId, priority, expiresAt }: Partial<Ranked>, other: Ranked): boolean {
  if (messageId === undefined || priority === undefined || expiresAt === undefined) return false;
  return compareRank({ messageId, priority, expiresAt }, other) < 0;
}
