import type { Message } from './message.ts';

/** What decides between messages that compete for one slot (P-103). */
export type Ranked = Pick<Message, 'priority' | 'expiresAt' | 'messageId'>;

/** P-103: higher priority first, then what expires sooner, then the id: the same order whatever the order of arrival. Below 0: left goes first. */
export function compareRank(left: Ranked, right: Ranked): number {
  if (left.priority !== right.priority) return right.priority - left.priority;
  if (left.expiresAt !== right.expiresAt) return left.expiresAt - right.expiresAt;
  return left.messageId < right.messageId ? -1 : left.messageId > right.messageId ? 1 : 0;
}
