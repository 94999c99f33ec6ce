import { type Enrollment, endedHash } from '../campaigns/enrollment.ts';
import { endingRule } from '../campaigns/exits.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Because } from '../messages/because.ts';
import { tellDecision } from './decision-log.ts';
import { type Draft, raise } from './draft.ts';
import { LATENESS } from './endings.ts';
import { factsOf } from './facts.ts';
import { entersWith } from './first-told.ts';
import { endMessage } from './message-life.ts';

/** Puts a run on the row; walking it is the next thing. */
export function beginEnrollment(draft: Draft, enrollment: Enrollment): void {
  draft.person = { ...draft.person, enrollments: [...draft.person.enrollments, enrollment] };
  const { campaign, enrollmentId } = enrollment;
  const said = { campaign, enrollmentId };
  raise(draft, 'enrollment.started', `${enrollmentId}:started`, draft.now, said, enrollment.depth);
}

/** Puts a run in the place of the one with its id. */
export function putEnrollment(draft: Draft, enrollment: Enrollment): void {
  const enrollments = draft.person.enrollments.map((each) =>
    each.enrollmentId === enrollment.enrollmentId ? enrollment : each,
  );
  draft.person = { ...draft.person, enrollments };
}

/** Takes a run off the row and remembers that it was, so that a redelivered trigger does not start it twice. */
export function removeEnrollment(draft: Draft, enrollment: Enrollment, outcome: 'completed' | 'exited'): void {
  const { person, now } = draft;
  // As long as what began it may be told again: an event late, a date caught up with.
  const remembered = Math.max(LATENESS, draft.workspace.settings.permission.catchUpWithin);
  const ended = person.ended.filter((each) => now - each.at <= remembered);
  draft.person = {
    ...person,
    enrollments: person.enrollments.filter((each) => each.enrollmentId !== enrollment.enrollmentId),
    ended: [...ended, { hash: endedHash(enrollment.enrollmentId), at: enrollment.event.occurredAt }],
  };
  const { campaign, enrollmentId } = enrollment;
  const said = { campaign, enrollmentId, outcome };
  raise(draft, 'enrollment.ended', `${enrollmentId}:ended`, now, said, enrollment.depth);
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
  const id = derivedId('ended', enrollmentId);
  tellDecision(draft, { id, verdict: 'ended', because, campaign, enrollmentId, ...(enters ? { enters } : {}) });
}

/**
 * Ends a run whose `exit: when` holds as things stand, and says whether it did. Asked when a run begins and after each step that
 * changes what is known of the person, so that no later step is taken; inputs that change it ask on their own.
 */
export function exitsWhereItHolds(draft: Draft, enrollment: Enrollment): boolean {
  const campaign = draft.workspace.pinned.get(enrollment.pin);
  if (!campaign?.exits.some((rule) => rule.kind === 'when')) return false;
  const cause = { ...enrollment.event, properties: enrollment.properties };
  const facts = factsOf(draft.person, draft.workspace, draft.now, cause, enrollment);
  if (!endingRule(campaign, enrollment, { type: null, facts, standing: facts })) return false;
  exitEnrollment(draft, enrollment, { reason: 'exited', by: 'when' });
  return true;
}
