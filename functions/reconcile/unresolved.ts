import type { Instant } from '../../shared/kernel/instants.ts';
import type { RecentMessage } from '../../shared/messages/message.ts';
import type { PeopleScan } from '../../shared/table/people-scan.dynamodb.ts';

/** A message that SES took, or may have taken, and never spoke of again. */
export interface Unresolved {
  readonly profileId: string;
  readonly messageId: string;
}

export interface UnresolvedSends {
  readonly count: number;
  /** The first of them: enough to look into, few enough for a line of the log. */
  readonly examples: readonly Unresolved[];
}

const EXAMPLES = 50;

function isWithoutEnd({ status, reason }: RecentMessage): boolean {
  return status === 'unknown' || (status === 'sent' && reason !== 'soft-bounced');
}

/**
 * Sends of `(after, upTo]` without a delivery, a bounce or any other end (P-80). Reads everybody once a day: a timer for each mail
 * would cost two index writes a mail to find what hardly ever is there.
 */
export async function unresolvedSends(people: PeopleScan, after: Instant, upTo: Instant): Promise<UnresolvedSends> {
  let count = 0;
  const examples: Unresolved[] = [];
  for await (const page of people.pages()) {
    for (const { profileId, recent } of page) {
      const mine = recent.filter((each) => each.at > after && each.at <= upTo && isWithoutEnd(each));
      count += mine.length;
      examples.push(...mine.map(({ messageId }) => ({ profileId, messageId })).slice(0, EXAMPLES - examples.length));
    }
  }
  return { count, examples };
}
