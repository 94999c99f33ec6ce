import type { Enrollment } from '../campaigns/enrollment.ts';
import { type Facts, holdsKey } from '../campaigns/paths.ts';
import { derivedId } from '../kernel/ids.ts';
import { matches } from '../pattern/pattern.ts';
import type { WaitForStep } from '../workspace/campaign-definition.ts';
import type { Campaign } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';
import { eventResult, withResult } from './results.ts';
import { putEnrollment } from './runs.ts';
import { walk } from './walk.ts';

/**
 * The `waitFor` that a run listens with: the one it stands at, or the one right behind the mail that is under way. People
 * answer a mail before heed has heard that it was sent.
 */
function listening({ steps }: Campaign, { position }: Enrollment): { step: WaitForStep; at: number } | null {
  const current = steps[position];
  if (current?.type === 'waitFor') return { step: current, at: position };
  if (current?.type !== 'send' && current?.type !== 'notify') return null;
  const at = current.next ?? position + 1;
  const behind = steps[at];
  return behind?.type === 'waitFor' ? { step: behind, at } : null;
}

function isHeard(
  draft: Draft,
  enrollment: Enrollment,
  { step, at }: { step: WaitForStep; at: number },
  event: CustomerEvent,
  facts: () => Facts,
): boolean {
  if (step.outcome) {
    const isAwaited = step.outcome.some((outcome) => event.type === `message.${outcome}`);
    const { profileId } = draft.person;
    const messageId = derivedId(profileId, enrollment.enrollmentId, step.of ?? '');
    return isAwaited && event.properties['messageId'] === messageId;
  }
  if (step.event !== event.type || event.occurredAt < enrollment.event.occurredAt) return false;
  if (step.sameKey !== undefined && !holdsKey(facts(), step.sameKey, enrollment.key)) return false;
  const pattern = draft.workspace.pinned.get(enrollment.pin)?.stepPatterns.get(String(at));
  return pattern === undefined || matches(pattern, facts());
}

function outcomeOf({ type }: CustomerEvent, step: WaitForStep): string {
  return step.outcome ? type.slice('message.'.length) : 'happened';
}

/** Lets every run go on that waited for this event; one whose mail is still under way goes on when that has ended. */
export function takeHeard(draft: Draft, event: CustomerEvent, facts: () => Facts): void {
  for (const { enrollmentId } of draft.person.enrollments) {
    const enrollment = draft.person.enrollments.find((each) => each.enrollmentId === enrollmentId);
    const campaign = enrollment && draft.workspace.pinned.get(enrollment.pin);
    const ear = campaign && listening(campaign, enrollment);
    if (!ear || !campaign.listens.has(event.type) || !isHeard(draft, enrollment, ear, event, facts)) continue;
    const { step, at } = ear;
    const heard = withResult(draft, enrollment, step.id, {
      event: eventResult(event),
      outcome: outcomeOf(event, step),
    });
    if (at !== enrollment.position) {
      putEnrollment(draft, { ...heard, heard: step.id });
      continue;
    }
    const next = { ...heard, position: step.heard, dueAt: null };
    putEnrollment(draft, next);
    walk(draft, next, draft.now);
  }
}
