import { endingRule } from '../campaigns/exits.ts';
import { type Facts, keyAt } from '../campaigns/paths.ts';
import { bindToFirstAddress } from '../consent/change.ts';
import { unknownReach } from '../consent/reach.ts';
import type { Problem } from '../kernel/errors.ts';
import { isBirthday } from '../profiles/age.ts';
import { applyTraits } from '../profiles/traits.ts';
import { rememberAwaited } from './awaited.ts';
import type { Draft } from './draft.ts';
import { eventHash, LATENESS, lazily, rememberEndings } from './endings.ts';
import { enter } from './entering.ts';
import { takeErasure } from './erasure.ts';
import { factsOf } from './facts.ts';
import { takeGoals } from './goals.ts';
import { takeHeard } from './hearing.ts';
import type { CustomerEvent, Input } from './input.ts';
import { takeMerged } from './merge.ts';
import { takeCareEvent } from './on-care-event.ts';
import { takePermissionEvent } from './on-permission-event.ts';
import { takePreferenceEvent } from './on-preferences.ts';
import type { Person } from './person.ts';
import { mayBeProfiled } from './profiling.ts';
import { exitEnrollment } from './runs.ts';
import { breakSilences, startSilences } from './silences.ts';

/** The ring of design 3. */
const SEEN_AT_MOST = 32;

/** More events of one person in one record would push each other out of the ring: the record is remembered as well. */
export const REMEMBERED_EACH = SEEN_AT_MOST / 2;

/** Traits and the address they say; the address book learns of the change through effects. */
function takeTraits(draft: Draft, event: CustomerEvent): void {
  const traits = applyTraits(draft.person.traits, event.traits, event.occurredAt);
  if (traits === draft.person.traits) return;
  draft.person = { ...draft.person, traits };
  // Of two addresses said at one instant the trait knows which one won.
  const { email } = traits;
  if (event.address === undefined || email?.at !== event.occurredAt || email.value !== event.traits['email']) return;
  takeAddress(draft, event.address);
}

/** P-104: a child whose birthday nobody could read would be written to like a grown-up. */
export function unreadableBirthday({ traits }: CustomerEvent): readonly Problem[] | null {
  const { birthday = null } = traits;
  if (isBirthday(birthday)) return null;
  return [{ field: 'traits.birthday', message: 'is no day such as 1990-05-17, nor an instant (P-104)' }];
}

/** The person's address is another one from now on, or none. */
export function takeAddress(draft: Draft, address: (CustomerEvent['address'] & {}) | null): void {
  const { person, now } = draft;
  const former = person.address?.hmac ?? null;
  if (former === (address?.hmac ?? null)) {
    draft.person = { ...person, address };
    return;
  }
  const permission =
    address && former === null ? bindToFirstAddress(person.permission, address.hmac) : person.permission;
  // What feedback said was said of the former address; the new one's own row is read at every claim.
  draft.person = { ...person, address, permission, suppression: null, softBounces: [], reach: unknownReach };
  if (former !== null) draft.effects.push({ type: 'address-left', address: former });
  if (address) draft.effects.push({ type: 'address-held', address: address.hmac, since: now });
}

function takeMergeEvent(draft: Draft, event: CustomerEvent): readonly Problem[] | null {
  return event.type === 'profile.merged' ? takeMerged(draft, event) : null;
}

function count(draft: Draft, event: CustomerEvent): void {
  if (!draft.workspace.events[event.type]?.remember || !mayBeProfiled(draft)) return;
  const { person } = draft;
  const held = person.counters[event.type];
  const counter = {
    count: (held?.count ?? 0) + 1,
    first: Math.min(held?.first ?? event.occurredAt, event.occurredAt),
    last: Math.max(held?.last ?? event.occurredAt, event.occurredAt),
  };
  draft.person = { ...person, counters: { ...person.counters, [event.type]: counter } };
}

/** Ends every run whose exit rules say so, with the facts after the event was applied: now, not when its timer fires. */
export function takeExits(draft: Draft, event: CustomerEvent | null): void {
  for (const enrollment of draft.person.enrollments) {
    const campaign = draft.workspace.pinned.get(enrollment.pin);
    // Most events end nothing: the facts are put together only where a rule asks.
    if (!campaign?.exits.some((rule) => rule.kind === 'when' || rule.event === event?.type)) continue;
    const cause = { ...enrollment.event, properties: enrollment.properties };
    const [standing, facts] = [cause, event ?? cause].map((occasion) =>
      factsOf(draft.person, draft.workspace, draft.now, occasion, enrollment),
    ) as [Facts, Facts];
    // What happened before the run began is no reason to end it, however late it is told.
    const isOlder = event !== null && event.occurredAt < enrollment.event.occurredAt;
    const rule = endingRule(campaign, enrollment, { type: isOlder ? null : (event?.type ?? null), facts, standing });
    if (!rule) continue;
    exitEnrollment(draft, enrollment, { reason: 'exited', by: rule.kind === 'event' ? rule.event : 'when' });
  }
}

/** What an event ends: goals, exits and silences, those of runs that are told later too; and what waits for it goes on. */
export function takeEnds(draft: Draft, event: CustomerEvent): () => Facts {
  const facts = lazily(() => factsOf(draft.person, draft.workspace, draft.now, event, null));
  takeGoals(draft, event, facts);
  takeExits(draft, event);
  rememberEndings(draft, event, facts);
  rememberAwaited(draft, event, facts);
  takeHeard(draft, event, facts);
  breakSilences(draft, event, facts);
  return facts;
}

/** Ends first, then entries and silences: an order that ends one run may start another. What lies too far back starts nothing. */
export function takeHappening(draft: Draft, event: CustomerEvent): void {
  const facts = takeEnds(draft, event);
  if (draft.now - event.occurredAt > LATENESS) return;
  for (const entrance of draft.workspace.startedBy.get(event.type) ?? []) {
    const { key } = entrance.trigger;
    const start = { ...event, key: key === undefined ? null : keyAt(facts(), key), reachedAt: draft.now };
    enter(draft, entrance, start);
  }
  startSilences(draft, event, facts);
}

/** The record stays the newest, or its own events would push it out. */
function withSeen(seen: readonly string[], hash: string, among: string | undefined): readonly string[] {
  const record = among === undefined ? [] : [eventHash(among)];
  return [...seen.filter((each) => !record.includes(each)), hash, ...record].slice(-SEEN_AT_MOST);
}

/** Whether the whole record came before; asked of the person as stored, since within the record each event stands for itself. */
export function isOfSeenRecord({ seen }: Person, input: Input): boolean {
  return input.kind === 'event' && input.among !== undefined && seen.includes(eventHash(input.among));
}

/**
 * A customer event: traits, permission, counters, exits, entries. A repeated event id changes nothing; an event that nobody
 * asks about leaves the person untouched, so that it costs no write.
 */
export function takeEvent(draft: Draft, event: CustomerEvent): readonly Problem[] | null {
  if (event.type === 'profile.erased') {
    takeErasure(draft, event.properties['reason']);
    return null;
  }
  const hash = eventHash(event.eventId);
  if (draft.person.seen.includes(hash)) return null;
  const before = draft.person;
  takeTraits(draft, event);
  const refused =
    unreadableBirthday(event) ??
    takeMergeEvent(draft, event) ??
    takePermissionEvent(draft, event) ??
    takeCareEvent(draft, event) ??
    takePreferenceEvent(draft, event);
  if (refused) return refused;
  count(draft, event);
  takeHappening(draft, event);
  if (draft.person !== before || draft.effects.length > 0) {
    draft.person = { ...draft.person, seen: withSeen(draft.person.seen, hash, event.among) };
  }
  return null;
}
