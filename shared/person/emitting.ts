import type { Enrollment } from '../campaigns/enrollment.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import type { Because } from '../messages/because.ts';
import { LARGEST_SAID } from '../workspace/event-names.ts';
import { tellDecision } from './decision-log.ts';
import type { Draft } from './draft.ts';

/** Events that events of the workspace cause: deeper than this a loop is more likely than a plan (design 4). */
const DEEPEST = 5;

interface Emitted {
  readonly event: string;
  readonly properties: { readonly [name: string]: Json };
}

/**
 * Asks for an event to be published; it comes back through the bus, one level deeper than what caused it. Its id derives from the
 * run and the step, so that publishing it again is the same event. A loop, or more than an event can hold, is told in the log.
 */
export function emitEvent(draft: Draft, enrollment: Enrollment, stepId: string, emitted: Emitted): void {
  const { enrollmentId, depth = 0 } = enrollment;
  const { event, properties } = emitted;
  const eventId = derivedId('emitted', draft.person.profileId, enrollmentId, stepId);
  const size = new TextEncoder().encode(JSON.stringify(properties)).length;
  if (depth >= DEEPEST) tellUnpublished(draft, enrollment, stepId, eventId, { reason: 'emit-loop', event, depth });
  else if (size > LARGEST_SAID) {
    tellUnpublished(draft, enrollment, stepId, eventId, {
      reason: 'too-large',
      event,
      bytes: size,
      most: LARGEST_SAID,
    });
  } else draft.effects.push({ type: 'emit', event, eventId, properties, depth: depth + 1, at: draft.now });
}

function tellUnpublished(
  draft: Draft,
  { enrollmentId, campaign }: Enrollment,
  stepId: string,
  id: string,
  because: Because,
): void {
  tellDecision(draft, { id, verdict: 'skipped', because, campaign, enrollmentId, stepId, aside: true });
}
