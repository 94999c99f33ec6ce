import { MINUTE } from '../kernel/instants.ts';
import type { Because, Verdict } from '../messages/because.ts';
import { askGates, type TraceLine } from '../messages/gates.ts';
import type { EndedStatus, FeedbackStatus, Message, RecentMessage } from '../messages/message.ts';
import { compareRank } from '../messages/rank.ts';
import { isStaffMail } from '../messages/staff-mail.ts';
import { type Draft, raise } from './draft.ts';
import type { LogEntry } from './effects.ts';
import { entersWith, REMEMBERED_FOR } from './first-told.ts';
import { questionOf } from './question.ts';
import { rememberOutcome } from './results.ts';
import { boundedTrace } from './trace.ts';

/** A queued message that nobody claimed is handed over again after this, and a claim without an outcome is looked into. */
export const LOOK_AGAIN_AFTER = 15 * MINUTE;
const REMEMBERED_AT_MOST = 50;

/** Puts a message in the place of the one with its id, or adds it. */
export function putMessage(draft: Draft, message: Message): void {
  const others = draft.person.messages.filter((each) => each.messageId !== message.messageId);
  draft.person = { ...draft.person, messages: [...others, message] };
}

function logEntry(
  message: Message,
  rest: Pick<LogEntry, 'id' | 'at' | 'kind' | 'verdict' | 'because' | 'until' | 'trace' | 'enters' | 'heldFor'>,
): LogEntry {
  const { campaign, enrollmentId, messageId, topic, stepId } = message;
  const aside = isStaffMail(message) ? ({ aside: true } as const) : {};
  const entry = { ...rest, campaign, enrollmentId, messageId, topic, class: message.class, ...aside };
  return stepId === null ? entry : { ...entry, stepId };
}

/** Hands a message to the send queues; a timer looks after it until somebody has claimed it. */
export function queueMessage(draft: Draft, message: Message): void {
  const { now } = draft;
  putMessage(draft, { ...message, status: 'queued', because: null, claim: null, notBefore: now + LOOK_AGAIN_AFTER });
  const priority = message.campaign === null || message.class === 'transactional';
  draft.effects.push({ type: 'send', messageId: message.messageId, priority, at: now });
}

/** Lets a message wait; told in the log once a hold, since a marketer will ask why nothing came. */
export function holdMessage(
  draft: Draft,
  message: Message,
  until: number,
  because: Because,
  trace: readonly TraceLine[],
): void {
  putMessage(draft, { ...message, status: 'held', because, heldFor: because.reason, claim: null, notBefore: until });
  // A switch or a stopped account is asked again and again: a log row each hour for everybody it holds would tell nothing new.
  const isAskedAgain = because.reason === 'sending-disabled' || because.reason === 'sending-paused';
  if (isAskedAgain && message.heldFor === because.reason) return;
  const entry = {
    id: `${message.messageId}-${until}`,
    at: draft.now,
    kind: 'decision',
    verdict: 'hold',
    because,
    until,
  } as const;
  draft.effects.push({ type: 'log', entry: logEntry(message, { ...entry, trace: boundedTrace(trace) }) });
}

/** Ends a message: off the row's flight list, into the ring of recent ones, one log row for good (design 3). */
export function endMessage(
  draft: Draft,
  message: Message,
  status: EndedStatus | FeedbackStatus,
  because: Because | null,
  trace: readonly TraceLine[] = [],
): void {
  const { person, now } = draft;
  const { messageId, campaign, topic, heldFor } = message;
  const enters = entersWith(draft, message);
  const ended: RecentMessage = {
    messageId,
    campaign,
    topic,
    class: message.class,
    status,
    at: now,
    reason: because?.reason ?? null,
  };
  const recent = person.recent.filter((each) => now - each.at < REMEMBERED_FOR && each.messageId !== messageId);
  draft.person = {
    ...person,
    messages: person.messages.filter((each) => each.messageId !== messageId),
    recent: [...recent, ended].slice(-REMEMBERED_AT_MOST),
  };
  const entry = { id: messageId, at: now, kind: 'message', verdict: status, because, until: null } as const;
  const counted = { ...(enters ? { enters } : {}), ...(heldFor ? { heldFor } : {}) };
  draft.effects.push({ type: 'log', entry: logEntry(message, { ...entry, ...counted, trace: boundedTrace(trace) }) });
  // Nobody wrote to the person: no campaign is to hear of it.
  if (isStaffMail(message)) return;
  rememberOutcome(draft, messageId, { outcome: status, reason: because?.reason ?? null });
  const run = person.enrollments.find((each) => each.enrollmentId === message.enrollmentId);
  raise(draft, `message.${status}`, `${messageId}:${status}`, now, { campaign, messageId, topic }, run?.depth);
}

/** Asks the gates about a message now and does what they say. Gives the verdict: after a `skip` its run may go on. */
export function gateMessage(draft: Draft, message: Message): Verdict {
  const { verdict, trace } = askGates(questionOf(draft.person, draft.workspace, message, draft.now));
  if (verdict.verdict === 'send') {
    queueMessage(draft, message);
    giveUpSlots(draft, message);
  } else if (verdict.verdict === 'hold') holdMessage(draft, message, verdict.until, verdict.because, trace);
  else endMessage(draft, message, 'skipped', verdict.because, trace);
  return verdict;
}

/** P-103: what was queued before and ranks lower waits again, where both together are more than the caps allow. */
function giveUpSlots(draft: Draft, winner: Message): void {
  if (winner.class !== 'marketing') return;
  const losers = draft.person.messages.filter(
    (each) => each.status === 'queued' && each.class === 'marketing' && compareRank(winner, each) < 0,
  );
  for (const loser of losers.sort(compareRank)) {
    const { verdict, trace } = askGates(questionOf(draft.person, draft.workspace, loser, draft.now));
    // What would refuse it for good is asked at its claim, where its run goes on with it.
    if (verdict.verdict === 'hold') holdMessage(draft, loser, verdict.until, verdict.because, trace);
  }
}
