import { profileIdSchema } from '../events/envelope.ts';
import type { Problem } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import { tellDecision } from './decision-log.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';
import { endMessage } from './message-life.ts';
import { newPerson, type Person } from './person.ts';
import { exitEnrollment } from './runs.ts';

/** A profile that goes into another one; until `takenAt` its facts are still on its own row. */
export interface MergedFrom {
  readonly profileId: string;
  readonly takenAt: Instant | null;
}

/** The person with `profileId` known as one that was, or is being, merged into it. */
export function withMergedFrom(person: Person, profileId: string, takenAt: Instant | null): Person {
  const others = person.mergedFrom.filter((each) => each.profileId !== profileId);
  return { ...person, mergedFrom: [...others, { profileId, takenAt }] };
}

function logMerge(draft: Draft, from: string): void {
  const id = derivedId(draft.person.profileId, 'merged', from);
  tellDecision(draft, { id, verdict: 'merged', because: { reason: 'merged', from } });
}

/**
 * `profile.merged` on the one that stays (docs/decisions/0016-merge.md): tells the other one to stand for it from now on. Their
 * facts come later, by an input of their own, since two rows are never written together. Refuses a `from` that is no id, or
 * the profile itself.
 */
export function takeMerged(draft: Draft, event: CustomerEvent): readonly Problem[] | null {
  const parsed = profileIdSchema.safeParse(event.properties['from']);
  const field = 'properties.from';
  if (!parsed.success) return parsed.error.issues.map(({ message }) => ({ field, message }));
  const from = parsed.data;
  const { person } = draft;
  if (from === person.profileId) return [{ field, message: 'is this very profile: name the other one' }];
  if (person.mergedFrom.some((each) => each.profileId === from)) return null;
  draft.person = withMergedFrom(person, from, null);
  const told = { kind: 'merge-away', into: person.profileId, at: draft.now } as const;
  draft.effects.push({ type: 'tell', profileId: from, told });
  logMerge(draft, from);
  return null;
}

/** Two that were each merged into the other at once would both be gone: the one with the lesser id stays. */
function staysAgainst({ profileId, mergedFrom }: Person, into: string): boolean {
  return mergedFrom.some((each) => each.profileId === into) && profileId < into;
}

/** On the one that goes: its runs end, its unsent mails are not sent, and whatever still comes for it acts on `into`. */
export function mergeAway(draft: Draft, into: string): void {
  const { person } = draft;
  if (person.mergedInto !== null || into === person.profileId || staysAgainst(person, into)) return;
  const because = { reason: 'merged', into } as const;
  for (const enrollment of person.enrollments) exitEnrollment(draft, enrollment, because);
  const unsent = draft.person.messages.filter((each) => each.status !== 'sending');
  for (const message of unsent) endMessage(draft, message, 'skipped', because);
  // What these ends raise would start runs of somebody who is another one now.
  draft.raised.length = 0;
  // Silences and dates begin anew over there, with what the other profile hears and says.
  const still = { silences: [], comingDates: [], endings: [], goals: [] };
  draft.person = { ...draft.person, ...still, mergedInto: into, forgetAt: null, pendingAddress: null };
  draft.effects.push({
    type: 'tell',
    profileId: into,
    told: { kind: 'merge-in', from: person.profileId, at: draft.now },
  });
}

/**
 * On the one that goes, once the other has its facts: only the way there is left, and what became of its mails, which feedback
 * still asks about. Its evidence stays in the ledger where it was written (P-40).
 */
export function forgetMerged(draft: Draft): void {
  const { profileId, version, release, address, mergedInto, mergedFrom, recent, messages, seen } = draft.person;
  if (mergedInto === null) return;
  const bare = { ...newPerson(profileId), version, release, mergedInto, mergedFrom, recent, seen };
  draft.person = { ...bare, messages: messages.filter((each) => each.status === 'sending') };
  if (address) draft.effects.push({ type: 'address-left', address: address.hmac });
}
