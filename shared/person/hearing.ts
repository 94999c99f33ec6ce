import type { Enrollment } from '../campaigns/enrollment.ts';
import type { Facts } from '../campaigns/paths.ts';
import { derivedId } from '../kernel/ids.ts';
import type { WaitForStep } from '../workspace/campaign-definition.ts';
import type { Campaign } from '../workspace/workspace.ts';
import { concerns, fits, keepForLater } from './awaited.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';
import { eventResult, withResult } from './results.ts';
import { putEnrollment } from './runs.ts';
import { walk } from './walk.ts';

function isHeard(
  draft: Draft,
  enrollment: Enrollment,
  campaign: Campaign,
  step: WaitForStep,
  event: CustomerEvent,
  facts: () => Facts,
): boolean {
  if (step.outcome) {
    const isAwaited = step.outcome.some((outcome) => event.type === `message.${outcome}`);
    const { profileId } = draft.person;
    const messageId = derivedId(profileId, enrollment.enrollmentId, step.of ?? '');
    return isAwaited && event.properties['messageId'] === messageId;
  }
  if (step.event !== event.type || !concerns(enrollment, step, event, facts)) return false;
  return fits(campaign, { at: enrollment.position }, facts);
}

function outcomeOf({ type }: CustomerEvent, step: WaitForStep): string {
  return step.outcome ? type.slice('message.'.length) : 'happened';
}

/** Lets every run go on that waits for this event; one that has not come so far keeps it for then. */
export function takeHeard(draft: Draft, event: CustomerEvent, facts: () => Facts): void {
  for (const { enrollmentId } of draft.person.enrollments) {
    const enrollment = draft.person.enrollments.find((each) => each.enrollmentId === enrollmentId);
    const campaign = enrollment && draft.workspace.pinned.get(enrollment.pin);
    if (!enrollment || !campaign?.listens.has(event.type)) continue;
    const step = campaign.steps[enrollment.position];
    if (step?.type === 'waitFor' && isHeard(draft, enrollment, campaign, step, event, facts)) {
      const outcome = outcomeOf(event, step);
      const heard = withResult(draft, enrollment, step.id, { event: eventResult(event), outcome });
      const next = { ...heard, position: step.heard, dueAt: null };
      putEnrollment(draft, next);
      walk(draft, next, draft.now);
    } else {
      keepForLater(draft, enrollment, campaign, event, facts);
    }
  }
}
