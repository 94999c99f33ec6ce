import { type Enrollment, endedHash } from '../campaigns/enrollment.ts';
import { beginStep } from '../campaigns/steps.ts';
import { derivedId } from '../kernel/ids.ts';
import { DAY, type Instant } from '../kernel/instants.ts';
import type { Because } from '../messages/because.ts';
import type { Message } from '../messages/message.ts';
import type { Step } from '../workspace/definitions.ts';
import type { Campaign } from '../workspace/workspace.ts';
import { type Draft, raise } from './draft.ts';
import { endMessage, gateMessage } from './message-life.ts';
import { withdrawTopic } from './permission.ts';

/** Events older than this update facts and start nothing; ended runs are remembered that long (design 3). */
export const LATENESS = 3 * DAY;

function putEnrollment(draft: Draft, enrollment: Enrollment): void {
  const enrollments = draft.person.enrollments.map((each) =>
    each.enrollmentId === enrollment.enrollmentId ? enrollment : each,
  );
  draft.person = { ...draft.person, enrollments };
}

/** Takes a run off the row and remembers that it was, so that a redelivered trigger does not start it twice. */
function removeEnrollment(draft: Draft, enrollment: Enrollment, outcome: 'completed' | 'exited'): void {
  const { person, now } = draft;
  const ended = person.ended.filter((each) => now - each.at <= LATENESS);
  draft.person = {
    ...person,
    enrollments: person.enrollments.filter((each) => each.enrollmentId !== enrollment.enrollmentId),
    ended: [...ended, { hash: endedHash(enrollment.enrollmentId), at: enrollment.event.occurredAt }],
  };
  const { campaign, enrollmentId } = enrollment;
  raise(draft, 'enrollment.ended', `${enrollmentId}:ended`, now, { campaign, enrollmentId, outcome });
}

function messageOf(
  draft: Draft,
  enrollment: Enrollment,
  campaign: Campaign,
  step: Step,
  template: string,
  replyTo: string | null,
): Message {
  const { now, person } = draft;
  return {
    messageId: derivedId(person.profileId, enrollment.enrollmentId, step.id),
    campaign: campaign.id,
    enrollmentId: enrollment.enrollmentId,
    stepId: step.id,
    requestId: null,
    template,
    replyTo,
    class: campaign.class,
    topic: campaign.topic ?? null,
    priority: campaign.priority,
    status: 'held',
    reachedAt: now,
    expiresAt: now + campaign.sendWithin,
    notBefore: now,
    because: null,
    claim: null,
    address: null,
    attempts: 0,
  };
}

/**
 * Walks a run from its current step until something has to be waited for: a moment, or the end of a message.
 * `reachedAt` is the moment that was due; a wait that is over already at `now` is passed at once.
 */
export function walk(draft: Draft, started: Enrollment, reachedAt: Instant): void {
  const campaign = draft.workspace.pinned.get(started.pin);
  let enrollment = started;
  let moment = reachedAt;
  for (;;) {
    const step = campaign?.steps[enrollment.position];
    if (!campaign || !step) {
      removeEnrollment(draft, enrollment, 'completed');
      return;
    }
    const instruction = beginStep(step, moment);
    if (instruction.do === 'wait') {
      if (instruction.until > draft.now) {
        putEnrollment(draft, { ...enrollment, dueAt: instruction.until });
        return;
      }
      moment = instruction.until;
    } else if (instruction.do === 'withdraw') {
      for (const topic of instruction.topics) withdrawTopic(draft, topic, 'marketing.email', draft.now, 'campaign');
    } else {
      putEnrollment(draft, { ...enrollment, dueAt: null });
      const message = messageOf(draft, enrollment, campaign, step, instruction.template, instruction.replyTo);
      if (gateMessage(draft, message).verdict !== 'skip') return;
    }
    enrollment = { ...enrollment, position: enrollment.position + 1, dueAt: null };
    putEnrollment(draft, enrollment);
  }
}

/** Starts a run and walks it. */
export function startEnrollment(draft: Draft, enrollment: Enrollment): void {
  draft.person = { ...draft.person, enrollments: [...draft.person.enrollments, enrollment] };
  const { campaign, enrollmentId } = enrollment;
  raise(draft, 'enrollment.started', `${enrollmentId}:started`, draft.now, { campaign, enrollmentId });
  walk(draft, enrollment, draft.now);
}

/** Goes on behind the step whose wait is over or whose message has ended. */
export function advance(draft: Draft, enrollment: Enrollment, reachedAt: Instant): void {
  const next = { ...enrollment, position: enrollment.position + 1, dueAt: null };
  putEnrollment(draft, next);
  walk(draft, next, reachedAt);
}

/** After a message ended: its run goes on, if it still stands at that message's step. */
export function advanceBehind(draft: Draft, message: Message): void {
  const enrollment = draft.person.enrollments.find((each) => each.enrollmentId === message.enrollmentId);
  const step = enrollment && draft.workspace.pinned.get(enrollment.pin)?.steps[enrollment.position];
  if (enrollment && step?.id === message.stepId) advance(draft, enrollment, draft.now);
}

/** Ends a run now: what it still had to say is not said any more. A message whose call is under way keeps its outcome. */
export function exitEnrollment(draft: Draft, enrollment: Enrollment, because: Because): void {
  removeEnrollment(draft, enrollment, 'exited');
  const waiting = draft.person.messages.filter(
    (each) => each.enrollmentId === enrollment.enrollmentId && each.status !== 'sending',
  );
  for (const message of waiting) endMessage(draft, message, 'skipped', because);
  const { enrollmentId, campaign } = enrollment;
  draft.effects.push({
    type: 'log',
    entry: {
      id: derivedId('ended', enrollmentId),
      at: draft.now,
      kind: 'decision',
      campaign,
      enrollmentId,
      messageId: null,
      topic: null,
      class: null,
      verdict: 'ended',
      because,
      until: null,
      trace: [],
    },
  });
}
