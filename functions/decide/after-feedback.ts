import { findingOf } from '../../shared/consent/suppression.ts';
import type { Feedback } from '../../shared/events/feedback.ts';
import { SECOND } from '../../shared/kernel/instants.ts';
import type { JsonObject } from '../../shared/kernel/json.ts';
import type { Applied } from '../../shared/person/apply.ts';
import { isTracked } from '../../shared/person/visits.ts';
import { notice } from '../runtime/notices.ts';

/** Puts a body into the queue of inputs, in so many seconds. */
export type ComesLater = (body: JsonObject, seconds: number) => Promise<void>;

/** Seconds for the other clicks of a burst to arrive, after the burst itself. */
const SLACK = 2;

/** What somebody must look at, told once the commit is made; a repetition tells it again, which is better than not at all. */
export function tellNotices({ before }: Applied, feedback: Feedback): void {
  const { notice: word } = findingOf(feedback);
  if (word === null) return;
  const isKnown = before.suppression !== null && before.address?.hmac === feedback.address;
  if (word === 'suppression-drift' && isKnown) return;
  const { messageId, bounceSubType, complaintFeedbackType, delayType } = feedback;
  notice(word, { messageId, kind: bounceSubType ?? complaintFeedbackType ?? delayType });
}

/**
 * An open or click is judged when its neighbours had the time to arrive (P-24): it comes again, once, after the length of a
 * burst. Only of people who agree to tracking; of all others it ends here (P-23).
 */
export async function settleVisit(
  later: ComesLater,
  { person, workspace }: Applied,
  feedback: Feedback,
  body: string,
): Promise<void> {
  const isVisit = feedback.type === 'open' || feedback.type === 'click';
  if (!isVisit || feedback.settled || !isTracked(person, feedback)) return;
  const { botClickBurst } = workspace.settings.permission;
  await later({ ...(JSON.parse(body) as JsonObject), settled: true }, Math.ceil(botClickBurst / SECOND) + SLACK);
}
