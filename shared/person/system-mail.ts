import { type Message, untried } from '../messages/message.ts';
import type { Draft } from './draft.ts';
import { gateMessage } from './message-life.ts';

/** Writes a mail of heed's own, such as a confirmation: it belongs to no campaign and no topic, and its gates are asked at once. */
export function writeSystemMail(
  draft: Draft,
  mail: Pick<Message, 'messageId' | 'template' | 'requestId' | 'expiresAt'>,
): void {
  const { now } = draft;
  gateMessage(draft, {
    ...mail,
    ...untried,
    campaign: null,
    enrollmentId: null,
    stepId: null,
    replyTo: null,
    class: 'transactional',
    topic: null,
    priority: 100,
    reachedAt: now,
    notBefore: now,
  });
}
