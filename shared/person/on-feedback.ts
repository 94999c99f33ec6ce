import { later, withoutSoftBouncesUntil, withSoftBounce } from '../consent/reach.ts';
import { type Finding, findingOf } from '../consent/suppression.ts';
import type { Feedback } from '../events/feedback.ts';
import { assertNever } from '../kernel/exhaustive.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Reason } from '../messages/because.ts';
import type { FeedbackStatus, MessageStatus, RecentMessage } from '../messages/message.ts';
import { STAFF_ADDRESS } from '../messages/staff-mail.ts';
import type { Draft } from './draft.ts';
import { raise } from './draft.ts';
import { endMessage } from './message-life.ts';
import { whatSpokeFor } from './on-message.ts';
import { stopEverything, withdrawTopic } from './permission.ts';
import { rememberOutcome } from './results.ts';
import { rememberDelivery, takeVisit } from './visits.ts';
import { advanceBehind } from './walk.ts';

/** Feedback only moves a message forward: events come twice and in any order (P-81). */
const rank = { delivered: 1, bounced: 2, complained: 3 } as const satisfies Record<FeedbackStatus, number>;

function rankOf(status: MessageStatus): number {
  return status in rank ? rank[status as FeedbackStatus] : 0;
}

type Told = FeedbackStatus | 'failed' | 'sent';

/** What an event says of its message. `sent`: no more than that SES took it, which resolves a call without an answer (P-73). */
function statusBy(feedback: Feedback): Told | null {
  const { does } = findingOf(feedback);
  // SES took the mail and sent nothing: no bounce and no complaint of anybody.
  if (does === 'mirror' || does === 'unverify') return 'failed';
  switch (feedback.type) {
    case 'delivery':
      return 'delivered';
    case 'bounce':
      // Transient and undetermined bounces are soft: never an end by themselves.
      return feedback.bounceType === 'Permanent' ? 'bounced' : 'sent';
    case 'complaint':
      // "Not spam" and findings of a scanner come as complaints too (table 1.4).
      return does === 'suppress' ? 'complained' : 'sent';
    case 'reject':
    case 'rendering-failure':
      return 'failed';
    case 'delivery-delay':
    case 'subscription':
      return 'sent';
    case 'open':
    case 'click':
      return null;
    default:
      return assertNever(feedback.type);
  }
}

/** Why SES sent nothing after all. */
function failureBy(feedback: Feedback): Reason {
  const { does } = findingOf(feedback);
  if (does === 'mirror') return 'ses-suppressed';
  return does === 'unverify' ? 'unverified' : 'rejected-by-ses';
}

function movesOn(recent: RecentMessage, status: Told): boolean {
  if (status === 'sent') return recent.status === 'unknown';
  if (status === 'failed') return recent.status === 'sent' || recent.status === 'unknown';
  return rank[status] > rankOf(recent.status);
}

function moveRecent(draft: Draft, recent: RecentMessage, status: Told, feedback: Feedback): void {
  if (!movesOn(recent, status)) return;
  const { person } = draft;
  const reason = status === 'failed' ? failureBy(feedback) : null;
  const moved = person.recent.map((each) => (each === recent ? { ...each, status, reason } : each));
  draft.person = { ...person, recent: moved };
  const { messageId, topic } = recent;
  // What a colleague's mailbox said is of that mail alone: no report counts it, no campaign hears of it.
  const isStaff = feedback.address === STAFF_ADDRESS;
  const campaign = isStaff ? null : recent.campaign;
  draft.effects.push({ type: 'message-feedback', messageId, logAt: recent.at, status, at: feedback.at, campaign });
  if (isStaff) return;
  rememberOutcome(draft, messageId, { outcome: status, reason });
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
    status === 'failed' ? { reason: failureBy(feedback) } : null,
    whatSpokeFor(draft, flying),
  );
  advanceBehind(draft, flying);
}

/** SES's own lists know of an opt-out from this message's topic (table 1.4): an opt-out like any other. */
function takeOptOut(draft: Draft, feedback: Feedback): void {
  const { messages, recent } = draft.person;
  const topic = [...messages, ...recent].find((each) => each.messageId === feedback.messageId)?.topic;
  // What a contact list of SES was about when nobody remembers the message is unknown: the careful side is everything (P-89).
  const everything = feedback.unsubscribeAll || (feedback.type === 'subscription' && !topic);
  if (everything) stopEverything(draft, feedback.at, 'unsubscribed-at-ses');
  else if (topic) withdrawTopic(draft, topic, 'marketing.email', feedback.at, 'unsubscribed-at-ses');
}

function suppress(draft: Draft, feedback: Feedback, { reason }: Finding): void {
  const { person } = draft;
  const { liftedAt } = person.reach;
  if (reason === null || person.suppression || (liftedAt !== null && feedback.at < liftedAt)) return;
  draft.person = { ...person, suppression: { reason, since: feedback.at } };
  raise(draft, 'address.suppressed', `${draft.cause}:suppressed`, feedback.at, { reason });
}

function countSoftBounce(draft: Draft, at: Instant): void {
  const { person, workspace } = draft;
  const { deliveredAt, liftedAt } = person.reach;
  if (at <= Math.max(deliveredAt ?? 0, liftedAt ?? 0)) return;
  const softBounces = withSoftBounce(person.softBounces, at, workspace.settings.permission.softBounceWithin);
  if (softBounces !== person.softBounces) draft.person = { ...person, softBounces };
}

function unverify(draft: Draft, at: Instant): void {
  const { person } = draft;
  const unverifiedAt = later(person.reach.unverifiedAt, at);
  if (unverifiedAt !== person.reach.unverifiedAt)
    draft.person = { ...person, reach: { ...person.reach, unverifiedAt } };
}

/** A delivery forgives the soft bounces before it and proves the address. Of messages that nobody remembers it is no news. */
function takeDelivery(draft: Draft, { messageId, at }: Feedback): void {
  const { person } = draft;
  if (!person.recent.some((each) => each.messageId === messageId)) return;
  const deliveredAt = later(person.reach.deliveredAt, at);
  if (deliveredAt === person.reach.deliveredAt) return;
  const softBounces = withoutSoftBouncesUntil(person.softBounces, at);
  draft.person = { ...person, softBounces, reach: { ...person.reach, deliveredAt } };
}

/** What feedback says of the address, for a person who still has it (table 1.4). */
function takeFinding(draft: Draft, feedback: Feedback): void {
  const finding = findingOf(feedback);
  switch (finding.does) {
    case 'suppress':
      suppress(draft, feedback, finding);
      // A complaint is an objection too: it withdraws everything (P-50).
      if (finding.reason === 'complaint') stopEverything(draft, feedback.at, 'complaint');
      break;
    case 'mirror':
      suppress(draft, feedback, finding);
      break;
    case 'opt-out':
      takeOptOut(draft, feedback);
      break;
    case 'unverify':
      unverify(draft, feedback.at);
      break;
    case 'soft':
      countSoftBounce(draft, feedback.at);
      break;
    case 'content':
    case 'none':
      break;
    default:
      assertNever(finding.does);
  }
}

const SOFT_BOUNCED = 'soft-bounced';

/**
 * A delay or a soft bounce moves nothing and repeats nothing; the log tells it, once (table 1.4). A message that bounced softly
 * has had its last event, so it is no longer waited for.
 */
function tellPassing(draft: Draft, feedback: Feedback): void {
  const { person } = draft;
  const recent = person.recent.find((each) => each.messageId === feedback.messageId);
  const isSoft = feedback.type === 'bounce' && feedback.bounceType !== 'Permanent';
  if (!recent || (feedback.type !== 'delivery-delay' && !isSoft)) return;
  if (isSoft && recent.reason === SOFT_BOUNCED) return;
  if (isSoft && recent.status === 'sent') {
    const told = person.recent.map((each) => (each === recent ? { ...each, reason: SOFT_BOUNCED } : each));
    draft.person = { ...person, recent: told };
  }
  const { messageId, campaign, at: logAt } = recent;
  const status = isSoft ? SOFT_BOUNCED : 'delayed';
  draft.effects.push({ type: 'message-feedback', messageId, logAt, status, at: feedback.at, campaign });
}

/**
 * SES told what became of a mail. What it says of the address is about the one it was sent to (the tag's HMAC): the address row
 * is written by whoever received this; here only a person who still has that address is marked.
 */
export function takeFeedback(draft: Draft, feedback: Feedback): void {
  if (feedback.address === STAFF_ADDRESS) {
    takeMessageState(draft, feedback);
    return;
  }
  const isPresent = draft.person.address?.hmac === feedback.address;
  if (isPresent) takeFinding(draft, feedback);
  takeMessageState(draft, feedback);
  if (isPresent && feedback.type === 'delivery') takeDelivery(draft, feedback);
  rememberDelivery(draft, feedback);
  tellPassing(draft, feedback);
  takeVisit(draft, feedback);
}
