import type { Enrollment } from '../campaigns/enrollment.ts';
import { beginStep } from '../campaigns/steps.ts';
import { assertNever } from '../kernel/exhaustive.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Message } from '../messages/message.ts';
import type { Step, WaitForStep } from '../workspace/campaign-definition.ts';
import type { Campaign } from '../workspace/workspace.ts';
import { withEarlier } from './awaited.ts';
import type { Draft } from './draft.ts';
import { emitEvent } from './emitting.ts';
import { gateMessage } from './message-life.ts';
import { withdrawTopic } from './permission.ts';
import { knownOutcome, withResult } from './results.ts';
import { exitEnrollment, exitsWhereItHolds, putEnrollment, removeEnrollment } from './runs.ts';
import { setTraits } from './set-traits.ts';
import { messageOf, viewOf } from './step-views.ts';

/** A run on its way through its steps: where it stands, and the moment that was due there. */
interface Walk {
  readonly campaign: Campaign;
  readonly enrollment: Enrollment;
  readonly moment: Instant;
}

/** One step further; null where the run waits for something, or has ended. */
function takeStep(draft: Draft, { campaign, enrollment, moment }: Walk, step: Step): Walk | null {
  const behind = step.next ?? enrollment.position + 1;
  const at = (position: number, then = moment): Walk => ({
    campaign,
    enrollment: { ...enrollment, position, dueAt: null },
    moment: then,
  });
  const instruction = beginStep(step, moment, viewOf(draft, enrollment, campaign));
  switch (instruction.do) {
    case 'wait':
      if (instruction.until <= draft.now) return at(behind, instruction.until);
      putEnrollment(draft, { ...enrollment, dueAt: instruction.until });
      return null;
    case 'listen':
      return listen(draft, { campaign, enrollment, moment }, step as WaitForStep, instruction.until);
    case 'send':
    case 'notify': {
      putEnrollment(draft, { ...enrollment, dueAt: null });
      const message = messageOf(draft, enrollment, campaign, step, instruction);
      return gateMessage(draft, message).verdict === 'skip' ? again(draft, enrollment, at(behind)) : null;
    }
    case 'withdraw':
      for (const topic of instruction.topics) withdrawTopic(draft, topic, 'marketing.email', draft.now, 'campaign');
      return again(draft, enrollment, at(behind));
    case 'set':
      setTraits(draft, instruction.traits);
      return again(draft, enrollment, at(behind));
    case 'emit':
      emitEvent(draft, enrollment, step.id, instruction);
      return at(behind);
    case 'go':
      return at(instruction.to);
    case 'exit':
      exitEnrollment(draft, enrollment, { reason: instruction.because, step: step.id });
      return null;
    default:
      return assertNever(instruction);
  }
}

/** What a step did may have ended the run, or be what its `exit: when` waits for, or have added to what it remembers. */
function again(draft: Draft, { enrollmentId }: Enrollment, next: Walk): Walk | null {
  const standing = draft.person.enrollments.find((each) => each.enrollmentId === enrollmentId);
  if (!standing || exitsWhereItHolds(draft, standing)) return null;
  const { position } = next.enrollment;
  return { ...next, enrollment: { ...standing, position, dueAt: null } };
}

/** Stands at a `waitFor` until its event or its timeout comes, unless one of them has come already. */
function listen(draft: Draft, { campaign, enrollment, moment }: Walk, step: WaitForStep, until: Instant): Walk | null {
  const outcome = knownOutcome(draft, enrollment, step);
  const heard = outcome === null ? withEarlier(enrollment, step) : withResult(draft, enrollment, step.id, { outcome });
  if (heard) return { campaign, enrollment: { ...heard, position: step.heard, dueAt: null }, moment };
  if (until <= draft.now) return { campaign, enrollment: timedOut(draft, enrollment, step), moment: until };
  putEnrollment(draft, { ...enrollment, dueAt: until });
  return null;
}

/**
 * Walks a run from its current step until something has to be waited for: a moment, an event, or the end of a message.
 * `reachedAt` is the moment that was due; a wait that is over already at `now` is passed at once.
 */
export function walk(draft: Draft, started: Enrollment, reachedAt: Instant): void {
  const campaign = draft.workspace.pinned.get(started.pin);
  let next: Walk | null = campaign ? { campaign, enrollment: started, moment: reachedAt } : null;
  if (!next) removeEnrollment(draft, started, 'completed');
  while (next) {
    const step: Step | undefined = next.campaign.steps[next.enrollment.position];
    putEnrollment(draft, next.enrollment);
    if (!step) {
      removeEnrollment(draft, next.enrollment, 'completed');
      return;
    }
    next = takeStep(draft, next, step);
  }
}

/** Goes on behind the step whose message has ended. */
function advance(draft: Draft, enrollment: Enrollment, reachedAt: Instant): void {
  const step = draft.workspace.pinned.get(enrollment.pin)?.steps[enrollment.position];
  walk(draft, { ...enrollment, position: step?.next ?? enrollment.position + 1, dueAt: null }, reachedAt);
}

/** Whether a run waits for a date of the profile, which may move (P-96). */
export function waitsForDate({ workspace }: Draft, { pin, position, dueAt }: Enrollment): boolean {
  const step = workspace.pinned.get(pin)?.steps[position];
  return dueAt !== null && step?.type === 'wait' && step.until !== undefined && 'path' in step.until;
}

/** A wait is over, or the date that it waits for has moved; a `waitFor` has its own way on. */
export function wake(draft: Draft, enrollment: Enrollment): void {
  const step = draft.workspace.pinned.get(enrollment.pin)?.steps[enrollment.position];
  const dueAt = enrollment.dueAt as Instant;
  if (waitsForDate(draft, enrollment)) walk(draft, enrollment, Math.min(dueAt, draft.now));
  else if (step?.type === 'waitFor') walk(draft, timedOut(draft, enrollment, step), dueAt);
  else advance(draft, enrollment, dueAt);
}

function timedOut(draft: Draft, enrollment: Enrollment, step: WaitForStep): Enrollment {
  return { ...withResult(draft, enrollment, step.id, { outcome: 'timeout' }), position: step.missed, dueAt: null };
}

/** After a message ended: its run goes on, if it still stands at that message's step. */
export function advanceBehind(draft: Draft, message: Message): void {
  const enrollment = draft.person.enrollments.find((each) => each.enrollmentId === message.enrollmentId);
  const step = enrollment && draft.workspace.pinned.get(enrollment.pin)?.steps[enrollment.position];
  if (enrollment && step?.id === message.stepId) advance(draft, enrollment, draft.now);
}
