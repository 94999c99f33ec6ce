import type { Problem } from '../shared/kernel/errors.ts';
import { type Instant, MINUTE } from '../shared/kernel/instants.ts';
import { asksAddress, withAddressState } from '../shared/person/address-facts.ts';
import type { Input } from '../shared/person/input.ts';
import { newPerson, type Person } from '../shared/person/person.ts';
import { HOPS_AT_MOST, movesOn } from '../shared/person/survivor.ts';
import { dueAtOf } from '../shared/person/timers.ts';
import type { Workspace } from '../shared/workspace/workspace.ts';
import { type Addresses, addresses } from './addresses.ts';
import { type Broadcasts, broadcasts } from './broadcasts.ts';
import { commit } from './commit.ts';
import type { Addressed, Mailed, Somebody, State, Told } from './state.ts';
import { type Timers, timers } from './timers.ts';

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

interface Inside extends State {
  readonly clock: Timers<Somebody>;
  readonly calendar: Broadcasts;
}

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
    calendar: broadcasts(workspace),
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
  for (let coming = calendar.next(now); coming; coming = calendar.next(now)) {
    const { at } = coming;
    runTimers(inside, at);
    for (const id of [...people.keys()]) apply(inside, id, { kind: 'broadcast', ...coming }, at);
  }
  runTimers(inside, now);
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
  const refused = commit(inside, somebody, withAddressFacts(book, before, to.input), now, later);
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

function withAddressFacts(book: Addresses, { address }: Person, input: Input): Input {
  if (!asksAddress(input)) return input;
  const hmac = input.address?.hmac ?? address?.hmac;
  return hmac === undefined ? input : withAddressState(input, book.read(hmac));
}
