import type { Draft } from './draft.ts';
import { endMessage } from './message-life.ts';
import { newPerson } from './person.ts';

/** What the words of a reason may be: free text could hold the very data that is to be forgotten. */
const REASON = /^[a-z0-9-]{1,40}$/;
const NO_REASON = 'requested';

/** The reason as it may be kept with the proof: one word of small letters, digits and dashes, else `requested`. */
export function erasureReason(given: unknown): string {
  return typeof given === 'string' && REASON.test(given) ? given : NO_REASON;
}

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
  draft.person = { ...newPerson(profileId), version, release, erasedAt: now };
  draft.effects.push({
    type: 'erase',
    at: now,
    address: address?.hmac ?? null,
    reason: erasureReason(reason),
    keepUntil: now + proofFor,
  });
  // Evidence of who was merged into this one lies in ledgers of its own.
  for (const each of mergedFrom) {
    const told = { kind: 'erasure', at: now, reason: erasureReason(reason) } as const;
    draft.effects.push({ type: 'tell', profileId: each.profileId, told });
  }
}
