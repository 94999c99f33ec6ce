import { suppressionBy } from '../consent/suppression.ts';
import type { Feedback } from '../events/feedback.ts';
import type { FeedbackStatus, MessageStatus, RecentMessage } from '../messages/message.ts';
import type { Draft } from './draft.ts';
import { raise } from './draft.ts';
import { endMessage } from './message-life.ts';
import { stopEverything } from './permission.ts';
import { advanceBehind } from './walk.ts';

/** Feedback only moves a message forward: events come twice and in any order (P-81). */
const rank = { delivered: 1, bounced: 2, complained: 3 } as const satisfies Record<FeedbackStatus, number>;

function rankOf(status: MessageStatus): number {
  return status in rank ? rank[status as FeedbackStatus] : 0;
}

function statusBy(feedback: Feedback): FeedbackStatus | 'failed' | null {
  switch (feedback.type) {
    case 'delivery':
      return 'delivered';
    case 'bounce':
      // Transient and undetermined bounces are soft: counted elsewhere, never an end by themselves.
      return feedback.bounceType === 'Permanent' ? 'bounced' : null;
    case 'complaint':
      return 'complained';
    case 'reject':
    case 'rendering-failure':
      return 'failed';
    default:
      return null;
  }
}

function moveRecent(draft: Draft, recent: RecentMessage, status: FeedbackStatus | 'failed', feedback: Feedback): void {
  if (status === 'failed' ? recent.status !== 'sent' && recent.status !== 'unknown' : rank[status] <= rankOf(recent.status)) return;
  const { person } = draft;
  const moved = person.recent.map((each) => (each === recent ? { ...each, status } : each));
  draft.person = { ...person, recent: moved };
  const { messageId, campaign, topic } = recent;
  draft.effects.push({ type: 'message-feedback', messageId, logAt: recent.at, status, at: feedback.at, campaign });
  raise(draft, `message.${status}`, `${messageId}:${status}`, feedback.at, { campaign, messageId, topic });
}

function takeMessageState(draft: Draft, feedback: Feedback): void {
  const status = statusBy(feedback);
  if (status === null) return;
  const recent = draft.person.recent.find((each) => each.messageId === feedback.messageId);
  if (recent) return moveRecent(draft, recent, status, feedback);
  const flying = draft.person.messages.find((each) => each.messageId === feedback.messageId);
  // The event overtook the outcome, or resolves a call whose answer was lost: SES did take the message. A message that was
  // never handed to SES has no events; whoever forged one changes nothing.
  if (!flying?.address) return;
  endMessage(draft, flying, status, status === 'failed' ? { reason: 'rejected-by-ses' } : null);
  advanceBehind(draft, flying);
}

/**
 * SES told what became of a mail. A hard bounce or complaint is about the address it was sent to (the tag's HMAC): the
 * address row is written by whoever received this; here only a person who still has that address is marked. A complaint
 * is an objection too: it withdraws everything (P-50). Opens and clicks are dropped: nobody is tracked yet (P-23).
 */
export function takeFeedback(draft: Draft, feedback: Feedback): void {
  const reason = suppressionBy(feedback);
  if (reason && draft.person.address?.hmac === feedback.address) {
    const { person } = draft;
    if (!person.suppression) draft.person = { ...person, suppression: { reason, since: feedback.at } };
    if (reason === 'complaint') stopEverything(draft, feedback.at, 'complaint');
  }
  takeMessageState(draft, feedback);
}
