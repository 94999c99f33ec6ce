import { HOUR, type Instant } from '../kernel/instants.ts';
import type { Decision } from './decide.ts';
import type { Draft } from './draft.ts';
import type { Effect } from './effects.ts';
import type { Input } from './input.ts';
import { endMessage } from './message-life.ts';
import { newPerson, type PendingErasure, type Person } from './person.ts';

/** What the words of a reason may be: free text could hold the very data that is to be forgotten. */
const REASON = /^[a-z0-9-]{1,40}$/;
const NO_REASON = 'requested';

/** The reason as it may be kept with the proof: one word of small letters, digits and dashes, else `requested`. */
export function erasureReason(given: unknown): string {
  return typeof given === 'string' && REASON.test(given) ? given : NO_REASON;
}

/** A job takes seconds; one that takes an hour was lost, or is so long that a second one of it does no harm. */
const AGAIN_AFTER = HOUR;

/**
 * Erases the person (P-56): everything known is gone from the row with this very commit, runs and unsent messages end, and a
 * job removes the rest. From then on the row only waits for its deletion. A message whose call is under way may still arrive;
 * what becomes of it is not told any more. An erasure of somebody nobody knows is taken all the same: their events may be on
 * the way (P-58), and the answer is the same for everybody (P-61). `proofFor` in ms: 0 where there was never a permission.
 */
export function takeErasure(
  draft: Draft,
  reason: unknown,
  proofFor: number = draft.workspace.settings.permission.proofFor,
): void {
  const { profileId, version, release, address, mergedFrom } = draft.person;
  for (const message of draft.person.messages.filter((each) => each.status !== 'sending')) {
    endMessage(draft, message, 'skipped', { reason: 'erased' });
  }
  const { now } = draft;
  // Own events of what ended would start runs of somebody who is gone.
  draft.raised.length = 0;
  const others = mergedFrom.map((each) => each.profileId);
  const order = { address: address?.hmac ?? null, reason: erasureReason(reason), keepUntil: now + proofFor, others };
  const erasure = { ...order, againAt: now + AGAIN_AFTER };
  draft.person = { ...newPerson(profileId), version, release, erasedAt: now, erasure };
  draft.effects.push(...ordersOf(order, now));
}

/** The job, and the erasure of who was merged into this one: their evidence lies in ledgers of their own. */
function ordersOf(
  { address, reason, keepUntil, others }: Omit<PendingErasure, 'againAt'>,
  at: Instant,
): readonly Effect[] {
  const told = { kind: 'erasure', at, reason } as const;
  return [
    { type: 'erase', at, address, reason, keepUntil },
    ...others.map((profileId): Effect => ({ type: 'tell', profileId, told })),
  ];
}

/**
 * Somebody who was erased and whose row still stands. Every input changes nothing, except the timer, which orders the job again:
 * the relay may have given up the first order, and an erasure must not hang on somebody reading an alarm. An order that comes
 * twice does harmless work twice.
 */
export function eraseAgain(person: Person, input: Input, now: Instant): Pick<Decision, 'person' | 'effects'> {
  const { erasure, erasedAt } = person;
  if (input.kind !== 'timer' || erasure === null || erasedAt === null || erasure.againAt > now) {
    return { person, effects: [] };
  }
  const again = { ...person, erasure: { ...erasure, againAt: now + AGAIN_AFTER } };
  return { person: again, effects: ordersOf(erasure, erasedAt) };
}
