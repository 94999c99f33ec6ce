import { consentState, hasStoppedEverything } from '../consent/consent-state.ts';
import { CANARY_LINK, type Feedback } from '../events/feedback.ts';
import type { Instant } from '../kernel/instants.ts';
import type { MessageMark, RecentMessage, Tracked } from '../messages/message.ts';
import { isBotClick, isMachineOpen } from '../messages/visits.ts';
import { type Draft, raise } from './draft.ts';
import type { Person } from './person.ts';

const CLICKS_AT_MOST = 8;
const untracked: Tracked = { deliveredAt: null, marks: [], clicks: [] };

/**
 * P-23: a visit counts only while the person agrees to tracking: at its moment, and still when it is told. Mail that was sent
 * before a withdrawal keeps firing, also under the address that a profile no longer has.
 */
export function isTracked(person: Person, feedback: Feedback): boolean {
  return person.address?.hmac === feedback.address && agreesToTracking(person, feedback.at);
}

function agreesToTracking(person: Person, at: Instant): boolean {
  if (hasStoppedEverything(person.permission)) return false;
  const state = consentState(person.permission, null, person.address?.hmac ?? null, at, 'tracking.email');
  return state.state === 'granted' && state.grantedAt <= at;
}

function replace(draft: Draft, recent: RecentMessage, tracked: Tracked): RecentMessage {
  const { person } = draft;
  const next = { ...recent, tracked };
  draft.person = { ...person, recent: person.recent.map((each) => (each === recent ? next : each)) };
  return next;
}

/** Adds a mark to the log row of a message and counts it, once a message. */
function mark(draft: Draft, recent: RecentMessage, status: MessageMark, at: Instant): void {
  const tracked = recent.tracked ?? untracked;
  if (tracked.marks.includes(status)) return;
  replace(draft, recent, { ...tracked, marks: [...tracked.marks, status] });
  const { messageId, campaign } = recent;
  draft.effects.push({ type: 'message-feedback', messageId, logAt: recent.at, status, at, campaign });
}

/** Remembers when a message reached a mailbox that may be tracked: what comes within seconds is a machine. */
export function rememberDelivery(draft: Draft, feedback: Feedback): void {
  if (feedback.type !== 'delivery' || !isTracked(draft.person, feedback)) return;
  const recent = draft.person.recent.find((each) => each.messageId === feedback.messageId);
  if (!recent || recent.tracked?.deliveredAt) return;
  replace(draft, recent, { ...(recent.tracked ?? untracked), deliveredAt: feedback.at });
}

/** A scanner may follow more links than are kept: its hit of the hidden one stays. */
function newest(clicks: Tracked['clicks']): Tracked['clicks'] {
  const canary = clicks.slice(0, -CLICKS_AT_MOST).findLast((each) => each.link === CANARY_LINK);
  return [...(canary ? [canary] : []), ...clicks.slice(-CLICKS_AT_MOST)];
}

function takeClick(draft: Draft, recent: RecentMessage, feedback: Feedback): void {
  const tracked = recent.tracked ?? untracked;
  const { at, userAgent, link, messageId, settled } = feedback;
  const click = { link: link ?? '', at };
  const isNew = !tracked.clicks.some((each) => each.link === click.link && each.at === at);
  const clicks = isNew ? newest([...tracked.clicks, click]) : tracked.clicks;
  const known = isNew ? replace(draft, recent, { ...tracked, clicks }) : recent;
  if (!settled) return;
  const visit = { ...click, userAgent };
  if (isBotClick(visit, { ...tracked, clicks }, draft.workspace.settings.permission)) {
    mark(draft, known, 'clicked-bot', at);
    return;
  }
  mark(draft, known, 'clicked', at);
  const { campaign, topic } = recent;
  // A click starts and ends journeys; it never is, proves or renews a consent (P-25).
  raise(draft, 'message.clicked', `${messageId}:clicked:${link ?? ''}`, at, { campaign, messageId, topic, link });
}

/**
 * An open or a click. Dropped before anything is kept unless the person agrees to tracking. It is judged when its neighbours had
 * the time to arrive (`settled`); until then only the place of a click is kept, for the others to be compared with. Opens are
 * counted and decide nothing (P-20).
 */
export function takeVisit(draft: Draft, feedback: Feedback): void {
  if (feedback.type !== 'open' && feedback.type !== 'click') return;
  if (!isTracked(draft.person, feedback)) return;
  const recent = draft.person.recent.find((each) => each.messageId === feedback.messageId);
  if (!recent) return;
  if (feedback.type === 'click') {
    takeClick(draft, recent, feedback);
    return;
  }
  if (!feedback.settled) return;
  const { settings } = draft.workspace;
  const isMachine = isMachineOpen(feedback, recent.tracked ?? untracked, settings.permission);
  mark(draft, recent, isMachine ? 'opened-machine' : 'opened', feedback.at);
}
