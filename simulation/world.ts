import { type Broadcast, broadcastsOf } from '../shared/campaigns/schedule.ts';
import { isStopped } from '../shared/consent/address-state.ts';
import type { Problem } from '../shared/kernel/errors.ts';
import { DAY, type Instant, MINUTE } from '../shared/kernel/instants.ts';
import type { Message } from '../shared/messages/message.ts';
import { decide } from '../shared/person/decide.ts';
import type { Effect, LogEntry } from '../shared/person/effects.ts';
import type { CustomerEvent, Input } from '../shared/person/input.ts';
import { newPerson, type Person } from '../shared/person/person.ts';
import { movesOn } from '../shared/person/survivor.ts';
import { dueAtOf } from '../shared/person/timers.ts';
import type { Workspace } from '../shared/workspace/workspace.ts';
import { type Addresses, addresses } from './addresses.ts';
import { callMailer, delivery, isSent } from './mailer.ts';
import { type Timers, timers } from './timers.ts';

/** Hears every line of every timeline, in the order in which they are written. */
export type Told = (profileId: string, entry: LogEntry) => void;

/** Hears of every mail that the mailer takes, with the person as they were at that moment: what a mail is composed from. */
export type Mailed = (person: Person, message: Message, at: Instant) => void;

/** A person's row, held as it is: no codec, no store. */
interface Somebody {
  readonly profileId: string;
  person: Person;
  /** When the clock will look at them; null while nothing waits. */
  dueAt: Instant | null;
}

/**
 * Everybody on a virtual clock: the decisions of a deployment, with rows, queues, mailer and sweep at hand. Instants given to it must
 * not go back. Nothing here knows the real time, so the same inputs make the same world.
 */
export interface World {
  readonly workspace: Workspace;
  /** Takes what happens to somebody; what was due until then has happened before. Gives why it was refused, else null. */
  take(profileId: string, input: Input, now: Instant): readonly Problem[] | null;
  /** Lets everything happen that is due up to an instant: timers, and the broadcasts behind the first instant that it was told. */
  advanceTo(now: Instant): void;
  /** Null of whom nothing is known. */
  person(profileId: string): Person | null;
  people(): Iterable<Person>;
}

interface Inside {
  readonly workspace: Workspace;
  readonly told: Told;
  readonly mailed: Mailed | undefined;
  readonly delivers: boolean;
  readonly people: Map<string, Somebody>;
  readonly erased: Set<string>;
  readonly book: Addresses;
  readonly clock: Timers<Somebody>;
  readonly calendar: Calendar;
}

/** Broadcasts as far as they were looked up; null before the first instant. */
interface Calendar {
  until: Instant | null;
  coming: readonly Broadcast[];
}

/** An input on its way to somebody. */
interface Addressed {
  readonly profileId: string;
  readonly input: Input;
}

/** One invocation a call: nobody else ever claims. */
const CLAIM = 'virtual';
/** A merge is followed as far as a deployment follows it. */
const HOPS_AT_MOST = 5;
/** Broadcasts are looked up so far ahead: seldom, and few at a time. */
const LOOKED_AHEAD = 30 * DAY;

/** `delivers`: every mail is delivered at the instant it is sent; else nothing is heard of it any more, as if SES were silent. */
export function createWorld(workspace: Workspace, told: Told, mailed?: Mailed, delivers = false): World {
  const people = new Map<string, Somebody>();
  const inside: Inside = {
    workspace,
    told,
    mailed,
    delivers,
    people,
    erased: new Set(),
    book: addresses(),
    clock: timers(),
    calendar: { until: null, coming: [] },
  };
  return {
    workspace,
    advanceTo: (now) => advance(inside, now),
    take(profileId, input, now) {
      advance(inside, now);
      return apply(inside, profileId, input, now);
    },
    person: (profileId) => people.get(profileId)?.person ?? null,
    people: () => everybody(people),
  };
}

function* everybody(people: ReadonlyMap<string, Somebody>): Generator<Person> {
  for (const { person } of people.values()) yield person;
}

function advance(inside: Inside, now: Instant): void {
  const { calendar, people } = inside;
  lookAhead(inside, now);
  while (calendar.coming[0] && calendar.coming[0].at <= now) {
    const [{ campaign, occurrence, at }, ...later] = calendar.coming as [Broadcast, ...Broadcast[]];
    calendar.coming = later;
    runTimers(inside, at);
    for (const id of [...people.keys()]) apply(inside, id, { kind: 'broadcast', campaign, occurrence, at }, at);
  }
  runTimers(inside, now);
}

function lookAhead({ calendar, workspace }: Inside, now: Instant): void {
  calendar.until ??= now;
  if (now <= calendar.until) return;
  const [after, upTo] = [calendar.until, now + LOOKED_AHEAD];
  const found = [...workspace.campaigns.values()].flatMap((campaign) =>
    broadcastsOf(campaign, workspace.settings.timeZone, after, upTo),
  );
  calendar.coming = [...calendar.coming, ...found.toSorted((a, b) => a.at - b.at)];
  calendar.until = upTo;
}

function runTimers(inside: Inside, now: Instant): void {
  const { clock, people } = inside;
  for (let due = clock.next(now); due; due = clock.next(now)) {
    const { owner, at } = due;
    // Set anew since, or gone.
    if (owner.dueAt !== at || people.get(owner.profileId) !== owner) continue;
    owner.dueAt = null;
    apply(inside, owner.profileId, { kind: 'timer' }, at);
    if (owner.dueAt === null) wind(inside, owner, at);
  }
}

/** Sets the clock for somebody. Whom a timer leaves due is looked at again a minute later, as a sweep would. */
function wind({ clock }: Inside, somebody: Somebody, now: Instant): void {
  const due = dueAtOf(somebody.person);
  const at = due !== null && due <= now ? now + MINUTE : due;
  if (at !== null && at !== somebody.dueAt) clock.set(at, somebody);
  somebody.dueAt = at;
}

/** One input and all that follows from it at the same instant. Gives why the input itself was refused, else null. */
function apply(inside: Inside, profileId: string, given: Input, now: Instant): readonly Problem[] | null {
  const later: Addressed[] = [];
  const refused = applyOne(inside, { profileId, input: given }, now, later);
  for (let next = later.shift(); next; next = later.shift()) applyOne(inside, next, now, later);
  return refused;
}

function applyOne(inside: Inside, to: Addressed, now: Instant, later: Addressed[]): readonly Problem[] | null {
  const { people, erased, book } = inside;
  if (erased.has(to.profileId)) return null;
  const somebody = survivorOf(people, to);
  const before = somebody.person;
  const refused = decideAbout(inside, somebody, withAddressFacts(book, before, to.input), now, later);
  const { person } = somebody;
  if (person === before) return refused;
  const { stoppedAt } = person.permission;
  if (person.address && stoppedAt !== null && stoppedAt !== before.permission.stoppedAt) {
    book.stop(person.address.hmac, stoppedAt);
  }
  if (people.get(somebody.profileId) === somebody) wind(inside, somebody, now);
  return refused;
}

/** Who was merged into another one is that other one (docs/decisions/0016-merge.md). */
function survivorOf(people: ReadonlyMap<string, Somebody>, { profileId, input }: Addressed): Somebody {
  const find = (id: string) => people.get(id) ?? { profileId: id, person: newPerson(id), dueAt: null };
  let found = find(profileId);
  if (found.person.mergedInto === null || !movesOn(input)) return found;
  for (let hops = 0; hops < HOPS_AT_MOST && found.person.mergedInto !== null; hops += 1) {
    found = find(found.person.mergedInto);
  }
  return found;
}

/** P-52: a request for an opt-in knows whether another holder of the address stopped everything for it. */
function withAddressFacts(book: Addresses, person: Person, input: Input): Input {
  if (input.kind !== 'event' || input.type !== 'subscription.requested') return input;
  const hmac = input.address?.hmac ?? person.address?.hmac;
  return hmac !== undefined && isStopped(book.read(hmac)) ? { ...input, addressStopped: true } : input;
}

/** Decides and writes down as a commit would: nobody is stored who did not change. */
function decideAbout(
  inside: Inside,
  somebody: Somebody,
  input: Input,
  now: Instant,
  later: Addressed[],
): readonly Problem[] | null {
  const before = somebody.person;
  const { person, effects, refused } = decide(before, input, inside.workspace, now);
  if (person === before && effects.length === 0) return refused;
  somebody.person = { ...person, version: before.version + 1 };
  if (before.version === 0) inside.people.set(somebody.profileId, somebody);
  for (const effect of effects) perform(inside, somebody, effect, now, later);
  return refused;
}

/**
 * What others, or the bus, are told comes back as inputs. Own events for other systems, orders about evidence, and feedback, of which
 * there is none, have no part here.
 */
function perform(inside: Inside, somebody: Somebody, effect: Effect, now: Instant, later: Addressed[]): void {
  const { book, told, people, erased } = inside;
  const { profileId } = somebody;
  if (effect.type === 'log') told(profileId, effect.entry);
  else if (effect.type === 'send') send(inside, somebody, effect.messageId, now, later);
  else if (effect.type === 'address-held') book.hold(effect.address, profileId);
  else if (effect.type === 'address-left') book.leave(effect.address, profileId);
  else if (effect.type === 'emit') later.push({ profileId, input: comesBack(effect) });
  else if (effect.type === 'tell') later.push({ profileId: effect.profileId, input: toldInput(inside, effect.told) });
  else if (effect.type === 'erase') {
    if (effect.address) book.leave(effect.address, profileId);
    people.delete(profileId);
    erased.add(profileId);
  }
}

/** From the order to the answer of the mailer, at once. */
function send(inside: Inside, somebody: Somebody, messageId: string, now: Instant, later: Addressed[]): void {
  decideAbout(inside, somebody, { kind: 'claim', messageId, claimId: CLAIM }, now, later);
  const message = somebody.person.messages.find((each) => each.messageId === messageId);
  if (message?.status !== 'sending') return;
  const answer = callMailer(inside.book, message, now, inside.workspace.settings);
  if (isSent(answer)) inside.mailed?.(somebody.person, message, now);
  decideAbout(inside, somebody, { ...answer, messageId, claimId: CLAIM }, now, later);
  if (!inside.delivers || !isSent(answer)) return;
  decideAbout(inside, somebody, { kind: 'feedback', feedback: delivery(somebody.profileId, message, now) }, now, later);
}

/** What an `emit` step published, as the bus brings it back. */
function comesBack({ event, eventId, properties, depth, at }: Extract<Effect, { type: 'emit' }>): CustomerEvent {
  return { kind: 'event', type: event, eventId, occurredAt: at, properties, traits: {}, depth };
}

function toldInput({ people }: Inside, told: Extract<Effect, { type: 'tell' }>['told']): Input {
  if (told.kind === 'erasure') return { ...told, own: true };
  return told.kind === 'merge-in' ? { ...told, from: people.get(told.from)?.person ?? null } : told;
}
