import type { Care } from '../consent/care.ts';
import { withFlagLifted, withFlagSet, withTicketClosed, withTicketOpened } from '../consent/care-change.ts';
import { withGrant, withReturn, withStop, withWithdrawal } from '../consent/change.ts';
import type { Consent } from '../consent/consent.ts';
import { withChoices } from '../consent/preferences.ts';
import type { Instant } from '../kernel/instants.ts';
import { applyTraits, type Traits } from '../profiles/traits.ts';
import type { Draft } from './draft.ts';
import { withMergedFrom } from './merge.ts';
import { takeAddress } from './on-event.ts';
import { writeConfirmation } from './opt-in.ts';
import { noWords, record, stateOf, stopEverything } from './permission.ts';
import type { Counter, Person } from './person.ts';

const RECENT_AT_MOST = 50;

/** Each fact keeps its time, and of one moment the survivor's stays. The address is no trait like others: see `mergeIn`. */
function mergedTraits(held: Traits, from: Traits): Traits {
  return Object.entries(from).reduce((traits, [name, { value, at }]) => {
    const known = Object.hasOwn(held, name) ? held[name] : undefined;
    if (name === 'email' || (known && known.at >= at)) return traits;
    return applyTraits(traits, { [name]: value }, at);
  }, held);
}

function mergedCounters(held: Person['counters'], from: Person['counters']): Person['counters'] {
  const sum = (left: Counter | undefined, right: Counter): Counter =>
    left
      ? {
          count: left.count + right.count,
          first: Math.min(left.first, right.first),
          last: Math.max(left.last, right.last),
        }
      : right;
  const summed = Object.entries(from).map(([type, counter]) => [type, sum(held[type], counter)] as const);
  return { ...held, ...Object.fromEntries(summed) };
}

/** A ticket or flag of the other one is as much a reason to be careful (P-105, P-106). */
function mergedCare(held: Care, from: Care): Care {
  const tickets = from.tickets.reduce((care, { ticketId, openedAt, closedAt }) => {
    const opened = openedAt === null ? care : withTicketOpened(care, ticketId, openedAt);
    return closedAt === null ? opened : withTicketClosed(opened, ticketId, closedAt);
  }, held);
  return from.flags.reduce((care, { flag, setAt, setBy, liftedAt, liftedBy }) => {
    const set = setAt === null ? care : withFlagSet(care, flag, setAt, setBy ?? '');
    return liftedAt === null ? set : withFlagLifted(set, flag, liftedAt, liftedBy ?? '');
  }, tickets);
}

/** What the caps count, what runs are not to be repeated, and when each campaign was last entered: of both. */
function mergedHistory(person: Person, from: Person): Pick<Person, 'recent' | 'ended' | 'entries'> {
  const ids = new Set(person.recent.map((each) => each.messageId));
  const recent = [...person.recent, ...from.recent.filter((each) => !ids.has(each.messageId))]
    .toSorted((left, right) => left.at - right.at)
    .slice(-RECENT_AT_MOST);
  const hashes = new Set(person.ended.map((each) => each.hash));
  const ended = [...person.ended, ...from.ended.filter((each) => !hashes.has(each.hash))];
  const entries = from.entries.reduce((all, entry) => {
    const known = all.find((each) => each.campaign === entry.campaign && each.key === entry.key);
    if (known && known.at >= entry.at) return all;
    return [...all.filter((each) => each !== known), entry];
  }, person.entries);
  return { recent, ended, entries };
}

/** One consent moves, with a line of evidence where it changes what may be sent; the other one's ledger keeps the words (P-40). */
function takeConsent(draft: Draft, { topic, purpose, grant, withdrawnAt }: Consent, from: string): void {
  const before = stateOf(draft, topic, purpose);
  let { permission } = draft.person;
  if (grant) permission = withGrant(permission, topic, purpose, grant);
  if (withdrawnAt !== null) permission = withWithdrawal(permission, topic, purpose, withdrawnAt);
  draft.person = { ...draft.person, permission };
  const after = stateOf(draft, topic, purpose);
  if (after === before) return;
  const words = { ...noWords, method: 'profile-merged', source: `profile ${from}` };
  if (after === 'granted' && grant) {
    const change = { kind: 'consent.granted', topic, purpose, at: grant.at, basis: grant.basis } as const;
    record(draft, change, { ...words, textHash: grant.textHash, requestId: grant.requestId });
  } else if (after === 'withdrawn' && withdrawnAt !== null) {
    record(draft, { kind: 'consent.withdrawn', topic, purpose, at: withdrawnAt }, words);
  }
}

/** Requests that wait move with their links; a mail that the merge kept from leaving is written anew. */
function takeRequests(draft: Draft, from: Person): void {
  const hmac = draft.person.address?.hmac;
  const held = new Set(draft.person.permission.requests.map((each) => each.requestId));
  const moved = from.permission.requests.filter((each) => each.address === hmac && !held.has(each.requestId));
  const { permission } = draft.person;
  draft.person = {
    ...draft.person,
    permission: { ...permission, requests: [...permission.requests, ...moved] },
  };
  const unsent = from.recent.filter((each) => each.campaign === null && each.reason === 'merged');
  if (unsent.length > 0) for (const request of moved) writeConfirmation(draft, request);
}

/**
 * Permission moves only with the address it was given for (P-51). A stop-everything is the person's own word whatever the
 * address (P-50), so it always does.
 */
function takePermission(draft: Draft, from: Person): void {
  const { stoppedAt, resumedAt, consents } = from.permission;
  const same = (from.address?.hmac ?? null) === (draft.person.address?.hmac ?? null);
  if (same) {
    for (const consent of consents) takeConsent(draft, consent, from.profileId);
    takeRequests(draft, from);
  }
  if (stoppedAt !== null && (same || resumedAt === null || stoppedAt >= resumedAt)) {
    if (draft.person.permission.stoppedAt === null) stopEverything(draft, stoppedAt, 'profile-merged');
    else draft.person = { ...draft.person, permission: withStop(draft.person.permission, stoppedAt) };
  }
  if (same && resumedAt !== null) {
    draft.person = { ...draft.person, permission: withReturn(draft.person.permission, resumedAt) };
  }
}

/**
 * On the one that stays: takes what the other one knew, once (docs/decisions/0016-merge.md). Its own address stays, where it has
 * one: the other's may never have been confirmed, and where transactional mail goes is not for a merge to change. Then it
 * tells the other one that everything is here.
 */
export function mergeIn(draft: Draft, from: Person, at: Instant): void {
  const { person } = draft;
  if (from.profileId === person.profileId || from.mergedInto === null) return;
  if (person.mergedFrom.some((each) => each.profileId === from.profileId && each.takenAt !== null)) return;
  if (person.address === null && from.address) {
    const email = from.traits['email'];
    draft.person = { ...person, traits: email ? { ...person.traits, email } : person.traits };
    takeAddress(draft, from.address);
  }
  const sameAddress = draft.person.address !== null && draft.person.address.hmac === from.address?.hmac;
  takePermission(draft, from);
  const into = draft.person;
  const preferences = Object.entries(from.preferences).reduce(
    (all, [name, choice]) => withChoices(all, { [name]: choice.value }, choice.at),
    into.preferences,
  );
  draft.person = {
    ...withMergedFrom(into, from.profileId, at),
    ...mergedHistory(into, from),
    traits: mergedTraits(into.traits, from.traits),
    counters: mergedCounters(into.counters, from.counters),
    care: mergedCare(into.care, from.care),
    preferences,
    suppression: into.suppression ?? (sameAddress ? from.suppression : null),
    forgetAt: null,
  };
  const told = { kind: 'merge-done', into: person.profileId, at: draft.now } as const;
  draft.effects.push({ type: 'tell', profileId: from.profileId, told });
}
