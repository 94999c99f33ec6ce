import type { OptInRequest } from '../consent/consent.ts';
import type { Draft } from './draft.ts';
import { takeErasure } from './erasure.ts';
import type { Person } from './person.ts';

/** How ids of people begin whom only heed's own form brought. */
const FORM_PREFIX = 's-';

/**
 * True for a person of whom nothing is known but that somebody typed an address into the form: no permission ever, no other
 * fact, no event that left a trace. An objection is kept as well: it is proof of one (P-62).
 */
export function isUnconfirmedOnly(person: Person): boolean {
  const { permission, traits, care } = person;
  const isBare = Object.keys(traits).every((name) => name === 'email') && Object.keys(person.counters).length === 0;
  const hasNothing = [
    person.enrollments,
    person.entries,
    person.ended,
    person.mergedFrom,
    care.tickets,
    care.flags,
  ].every((each) => each.length === 0);
  return (
    person.profileId.startsWith(FORM_PREFIX) &&
    isBare &&
    hasNothing &&
    Object.keys(person.preferences).length === 0 &&
    permission.stoppedAt === null &&
    permission.consents.every((each) => each.grant === null && each.withdrawnAt === null)
  );
}

/** P-37: a sign-up that nobody confirms is forgotten `forgetUnconfirmedAfter` behind the end of its link. */
export function rememberToForget(draft: Draft, request: OptInRequest): void {
  const { person, workspace } = draft;
  if (!isUnconfirmedOnly(person)) return;
  const at = request.expiresAt + workspace.settings.permission.forgetUnconfirmedAfter;
  draft.person = { ...person, forgetAt: Math.max(person.forgetAt ?? 0, at) };
}

/**
 * The moment has come: who is still nothing but an unconfirmed sign-up is erased, evidence included, since there never was a
 * permission to prove. Whoever became more meanwhile stays. Gives true when the person is gone.
 */
export function forgetUnconfirmed(draft: Draft): boolean {
  const { person, now } = draft;
  if (person.forgetAt === null || person.forgetAt > now) return false;
  if (isUnconfirmedOnly(person) && person.permission.requests.length === 0) {
    takeErasure(draft, 'unconfirmed', 0);
    return true;
  }
  draft.person = { ...person, forgetAt: null };
  return false;
}
