import { suppressionBy } from '../consent/suppression.ts';
import type { Feedback } from '../events/feedback.ts';
import { assertNever } from '../kernel/exhaustive.ts';
import type { FeedbackStatus, MessageStatus, RecentMessage } from '../messages/message.ts';
import type { Draft } from './draft.ts';
import { raise } from './draft.ts';
import { endMessage } from './message-life.ts';
import { whatSpokeFor } from './on-message.ts';
import { stopEverything, withdrawTopic } from './permission.ts';
import { advanceBehind } from './walk.ts';

/** Feedback only moves a message forward: events come twice and in any order (P-81). */
const rank = { delivered: 1, bounced: 2, complained: 3 } as const satisfies Record<FeedbackStatus, number>;

function rankOf(status: MessageStatus): number {
  return status in rank ? rank[status as FeedbackStatus] : 0;
}

type Told = FeedbackStatus | 'failed' | 'sent';

/** What an event says of its message. `sent`: no more than that SES took it, which resolves a call without an answer (P-73). */
function statusBy(feedback: Feedback): Told | null {
  switch (feedback.type) {
    case 'delivery':
      return 'delivered';
    case 'bounce':
      // Transient and undetermined bounces are soft: never an end by themselves.
      return feedback.bounceType === 'Permanent' ? 'bounced' : 'sent';
    case 'complaint':
      // "Not spam" and findings of a scanner come as complaints too (table 1.4).
      return suppressionBy(feedback) === 'complaint' ? 'complained' : 'sent';
    case 'reject':
    case 'rendering-failure':
      return 'failed';
    case 'delivery-delay':
      return 'sent';
    case 'open':
    case 'click':
      return null;
    default:
      return assertNever(feedback.type);
  }
}

function movesOn(recent: RecentMessage, status: Told): boolean {
  if (status === 'sent') return recent.status === 'unknown';
  if (status === 'failed') return recent.status === 'sent' || recent.status === 'unknown';
  return rank[status] > rankOf(recent.status);
}

function moveRecent(draft: Draft, recent: RecentMessage, status: Told, feedback: Feedback): void {
  if (!movesOn(recent, status)) return;
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
  if (recent) {
    moveRecent(draft, recent, status, feedback);
    return;
  }
  const flying = draft.person.messages.find((each) => each.messageId === feedback.messageId);
  // The event overtook the outcome, or resolves a call whose answer was lost: SES did take the message. A message that was
  // never handed to SES has no events; whoever forged one changes nothing.
  if (!flying?.address) return;
  endMessage(
    draft,
    flying,
    status,
    status === 'failed' ? { reason: 'rejected-by-ses' } : null,
    whatSpokeFor(draft, flying),
  );
  advanceBehind(draft, flying);
}

/** SES's own lists know of an opt-out from this message's topic (table 1.4): an opt-out like any other. */
function takeOptOut(draft: Draft, feedback: Feedback): void {
  if (feedback.type !== 'bounce' || feedback.bounceSubType !== 'UnsubscribedRecipient') return;
  const { messages, recent } = draft.person;
  const topic = [...messages, ...recent].find((each) => each.messageId === feedback.messageId)?.topic;
  if (topic) withdrawTopic(draft, topic, 'marketing.email', feedback.at, 'unsubscribed-at-ses');
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
  if (draft.person.address?.hmac === feedback.address) takeOptOut(draft, feedback);
  takeMessageState(draft, feedback);
}
