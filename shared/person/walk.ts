import { startOf } from '../campaigns/calendar.ts';
import { type Enrollment, endedHash } from '../campaigns/enrollment.ts';
import type { Instruction, StepView } from '../campaigns/steps/step.ts';
import { beginStep } from '../campaigns/steps.ts';
import { assertNever } from '../kernel/exhaustive.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Because } from '../messages/because.ts';
import type { Message } from '../messages/message.ts';
import { NOTIFY_TEMPLATE } from '../messages/staff-mail.ts';
import { resolveLocale } from '../profiles/locale.ts';
import type { Step, WaitForStep } from '../workspace/definitions.ts';
import type { Campaign } from '../workspace/workspace.ts';
import { type Draft, raise } from './draft.ts';
import { emitEvent } from './emitting.ts';
import { LATENESS } from './endings.ts';
import { factsOf } from './facts.ts';
import { entersWith } from './first-told.ts';
import { endMessage, gateMessage } from './message-life.ts';
import { withdrawTopic } from './permission.ts';
import { zoneFor } from './place.ts';
import { wantedLocale } from './question.ts';
import { knownOutcome, withResult } from './results.ts';
import { setTraits } from './set-traits.ts';

/** Puts a run in the place of the one with its id. */
export function putEnrollment(draft: Draft, enrollment: Enrollment): void {
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
  const said = { campaign, enrollmentId, outcome };
  raise(draft, 'enrollment.ended', `${enrollmentId}:ended`, now, said, enrollment.depth);
}

/** P-100: `sendWithin` from now, and never at or after the end of the campaign. */
function expiryOf({ workspace, now }: Draft, campaign: Campaign): Instant {
  // The end that holds is that of the active definition, like its status.
  const { ends } = workspace.campaigns.get(campaign.id) ?? campaign;
  const within = now + campaign.sendWithin;
  return ends === undefined ? within : Math.min(within, startOf(ends, workspace.settings.timeZone));
}

function messageOf(
  draft: Draft,
  enrollment: Enrollment,
  campaign: Campaign,
  step: Step,
  instruction: Extract<Instruction, { do: 'send' | 'notify' }>,
): Message {
  const { now, person } = draft;
  const isMail = instruction.do === 'send';
  return {
    messageId: derivedId(person.profileId, enrollment.enrollmentId, step.id),
    campaign: campaign.id,
    enrollmentId: enrollment.enrollmentId,
    stepId: step.id,
    requestId: null,
    template: isMail ? instruction.template : NOTIFY_TEMPLATE,
    replyTo: isMail ? instruction.replyTo : null,
    class: isMail ? campaign.class : 'transactional',
    topic: isMail ? (campaign.topic ?? null) : null,
    priority: campaign.priority,
    status: 'held',
    reachedAt: now,
    expiresAt: expiryOf(draft, campaign),
    notBefore: now,
    because: null,
    claim: null,
    address: null,
    attempts: 0,
  };
}

function viewOf(draft: Draft, enrollment: Enrollment, campaign: Campaign): StepView {
  const { person, workspace, now } = draft;
  const occasion = { ...enrollment.event, properties: enrollment.properties };
  return {
    campaign,
    position: enrollment.position,
    profileId: person.profileId,
    facts: factsOf(person, workspace, now, occasion, enrollment),
    zone: zoneFor(person, workspace.settings),
    locale:
      resolveLocale(wantedLocale(person), workspace.settings.locales, workspace.settings.locales[0] ?? 'en') ?? 'en',
  };
}

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
      return at(behind);
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

/** What a step did may have ended the run, or added to what it remembers. */
function again(draft: Draft, { enrollmentId }: Enrollment, next: Walk): Walk | null {
  const standing = draft.person.enrollments.find((each) => each.enrollmentId === enrollmentId);
  if (!standing) return null;
  const { position } = next.enrollment;
  return { ...next, enrollment: { ...standing, position, dueAt: null } };
}

/** Stands at a `waitFor` until its event or its timeout comes, unless one of them has come already. */
function listen(draft: Draft, walk: Walk, step: WaitForStep, until: Instant): Walk | null {
  const { enrollment, campaign, moment } = walk;
  const outcome = knownOutcome(draft, enrollment, step);
  const isHeard = enrollment.heard === step.id || outcome !== null;
  if (!isHeard && until > draft.now) {
    putEnrollment(draft, { ...enrollment, dueAt: until });
    return null;
  }
  const { heard: _, ...standing } = outcome === null ? enrollment : withResult(draft, enrollment, step.id, { outcome });
  const next = isHeard ? standing : withResult(draft, standing, step.id, { outcome: 'timeout' });
  return {
    campaign,
    enrollment: { ...next, position: isHeard ? step.heard : step.missed, dueAt: null },
    moment: isHeard ? moment : until,
  };
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

/** Puts a run on the row; walking it is the next thing. */
export function beginEnrollment(draft: Draft, enrollment: Enrollment): void {
  draft.person = { ...draft.person, enrollments: [...draft.person.enrollments, enrollment] };
  const { campaign, enrollmentId } = enrollment;
  const said = { campaign, enrollmentId };
  raise(draft, 'enrollment.started', `${enrollmentId}:started`, draft.now, said, enrollment.depth);
}

/** Goes on behind the step whose message has ended. */
export function advance(draft: Draft, enrollment: Enrollment, reachedAt: Instant): void {
  const step = draft.workspace.pinned.get(enrollment.pin)?.steps[enrollment.position];
  walk(draft, { ...enrollment, position: step?.next ?? enrollment.position + 1, dueAt: null }, reachedAt);
}

/** A wait is over: the date that it waits for may have moved meanwhile, and a `waitFor` has its own way on (P-96). */
export function wake(draft: Draft, enrollment: Enrollment): void {
  const step = draft.workspace.pinned.get(enrollment.pin)?.steps[enrollment.position];
  const dueAt = enrollment.dueAt as Instant;
  if (step?.type === 'wait' && step.until && 'path' in step.until) walk(draft, enrollment, dueAt);
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

/** Ends a run now: what it still had to say is not said any more. A message whose call is under way keeps its outcome. */
export function exitEnrollment(draft: Draft, enrollment: Enrollment, because: Because): void {
  removeEnrollment(draft, enrollment, 'exited');
  const waiting = draft.person.messages.filter(
    (each) => each.enrollmentId === enrollment.enrollmentId && each.status !== 'sending',
  );
  for (const message of waiting) endMessage(draft, message, 'skipped', because);
  const { enrollmentId, campaign } = enrollment;
  const enters = entersWith(draft, enrollment);
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
      ...(enters ? { enters } : {}),
    },
  });
}
