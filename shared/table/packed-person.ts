import type { SuppressionReason } from '../consent/address-state.ts';
import { noCare } from '../consent/care.ts';
import { noPermission } from '../consent/consent.ts';
import { noPreferences } from '../consent/preferences.ts';
import { unknownReach } from '../consent/reach.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Counter, Person } from '../person/person.ts';
import type { Trait, Traits } from '../profiles/traits.ts';
import { packPermission, unpackPermission } from './packed-consent.ts';
import {
  packComingDate,
  packEnded,
  packEnding,
  packEnrollment,
  packEntry,
  packGoal,
  packSilence,
  unpackComingDate,
  unpackEnded,
  unpackEnding,
  unpackEnrollment,
  unpackEntry,
  unpackGoal,
  unpackSilence,
} from './packed-enrollments.ts';
import { packMessage, packRecent, unpackMessage, unpackRecent } from './packed-messages.ts';
import { packReach, unpackReach } from './packed-reach.ts';
import { type Packed, packIds, trimmed } from './packing.ts';
import { unpackCare, unpackPendingAddress, unpackPendingErasure, unpackPreferences } from './rare-state.ts';
import {
  idsOf,
  isNumber,
  listOf,
  number,
  numberOrNull,
  numberOrNullOf,
  objectOf,
  recordOrNull,
  recordsOf,
  text,
  textOrNullOf,
  wordOrNull,
  wrong,
} from './unpacking.ts';

/** What of the person is kept in the state attribute, as JSON text before compression: the size that is limited. */
export function packedState(person: Person): string {
  const present = person.address?.hmac ?? null;
  const { suppression } = person;
  return JSON.stringify({
    v: person.release,
    t: orAbsent(packTraits(person.traits)),
    a: person.address ? [person.address.email, person.address.hmac] : undefined,
    x: suppression ? [suppression.reason, suppression.since] : undefined,
    p: packPermissionOrAbsent(person, present),
    e: orAbsent(person.enrollments.map(packEnrollment)),
    m: orAbsent(person.messages.map((each) => packMessage(each, person.enrollments, present))),
    r: orAbsent(person.recent.map(packRecent)),
    n: orAbsent(person.ended.map(packEnded)),
    y: orAbsent(person.entries.map(packEntry)),
    z: orAbsent(person.silences.map(packSilence)),
    l: orAbsent(person.comingDates.map(packComingDate)),
    u: orAbsent(person.endings.map(packEnding)),
    g: orAbsent(person.goals.map(packGoal)),
    s: person.seen.length === 0 ? undefined : packIds(person.seen),
    b: orAbsent(person.softBounces),
    h: orAbsent(packReach(person.reach)),
    o: Object.keys(person.preferences).length === 0 ? undefined : person.preferences,
    c: person.care.tickets.length + person.care.flags.length === 0 ? undefined : person.care,
    w: person.pendingAddress ?? undefined,
    f: person.forgetAt ?? undefined,
    R: person.timersRestUntil ?? undefined,
    d: person.erasedAt ?? undefined,
    E: person.erasure ?? undefined,
    q: person.exportAskedAt ?? undefined,
    i: person.mergedInto ?? undefined,
    j: orAbsent(person.mergedFrom.map(({ profileId, takenAt }) => trimmed([profileId, takenAt]))),
    k: orAbsent(Object.entries(person.counters).map(([type, each]) => [type, each.count, each.first, each.last])),
  });
}

/** The person of a state; what it does not know is empty. Throws WrongPlaceError where it is no state. */
export function unpackState(profileId: string, version: number, state: JsonObject): Person {
  const address = recordOrNull(state.a, 'a', (each) => ({ email: text(each, 0), hmac: text(each, 1) }));
  const present = address?.hmac ?? null;
  const enrollments = recordsOf(state.e, 'e', unpackEnrollment);
  return {
    profileId,
    version,
    release: numberOrNullOf(state.v, 'v') ?? 0,
    traits: Object.fromEntries(recordsOf(state.t, 't', unpackTraits).flat()),
    address,
    suppression: recordOrNull(state.x, 'x', unpackSuppression),
    softBounces: listOf(state.b, 'b', isNumber),
    reach: recordOrNull(state.h, 'h', unpackReach) ?? unknownReach,
    permission: recordOrNull(state.p, 'p', (each) => unpackPermission(each, present)) ?? noPermission,
    preferences: state.o === undefined ? noPreferences : unpackPreferences(state.o, 'o'),
    care: state.c === undefined ? noCare : unpackCare(state.c, 'c'),
    enrollments,
    messages: recordsOf(state.m, 'm', (each) => unpackMessage(each, enrollments, present)),
    recent: recordsOf(state.r, 'r', unpackRecent),
    ended: recordsOf(state.n, 'n', unpackEnded),
    entries: recordsOf(state.y, 'y', unpackEntry),
    silences: recordsOf(state.z, 'z', unpackSilence),
    comingDates: recordsOf(state.l, 'l', unpackComingDate),
    endings: recordsOf(state.u, 'u', unpackEnding),
    goals: recordsOf(state.g, 'g', unpackGoal),
    seen: idsOf(state.s, 's'),
    counters: Object.fromEntries(recordsOf(state.k, 'k', unpackCounter)),
    pendingAddress: state.w === undefined ? null : unpackPendingAddress(state.w, 'w'),
    forgetAt: numberOrNullOf(state.f, 'f'),
    timersRestUntil: numberOrNullOf(state.R, 'R'),
    erasedAt: numberOrNullOf(state.d, 'd'),
    erasure: state.E === undefined ? null : unpackPendingErasure(state.E, 'E'),
    exportAskedAt: numberOrNullOf(state.q, 'q'),
    mergedInto: textOrNullOf(state.i, 'i'),
    mergedFrom: recordsOf(state.j, 'j', (each) => ({ profileId: text(each, 0), takenAt: numberOrNull(each, 1) })),
  };
}

function orAbsent(packed: readonly Json[]): readonly Json[] | undefined {
  return packed.length === 0 ? undefined : packed;
}

function packPermissionOrAbsent({ permission }: Person, present: string | null): Packed | undefined {
  const { consents, requests, stoppedAt, resumedAt } = permission;
  const isEmpty = consents.length === 0 && requests.length === 0 && stoppedAt === null && resumedAt === null;
  return isEmpty ? undefined : packPermission(permission, present);
}

/** Traits by the moment they were said: those of one event share it. The moment is exact, because later words win. */
function packTraits(traits: Traits): readonly Packed[] {
  const moments = new Map<number, [string, Json][]>();
  for (const [name, { value, at }] of Object.entries(traits)) {
    const said = moments.get(at);
    if (said) said.push([name, value]);
    else moments.set(at, [[name, value]]);
  }
  // `fromEntries` defines properties, so that a trait named `__proto__` is one like any other.
  return [...moments].map(([at, said]) => [at, Object.fromEntries(said)]);
}

function unpackTraits(packed: Packed): readonly [string, Trait][] {
  const at = number(packed, 0);
  return Object.entries(objectOf(packed[1], 1)).map(([name, value]) => [name, { value, at }]);
}

function unpackSuppression(packed: Packed): NonNullable<Person['suppression']> {
  const reason = wordOrNull<SuppressionReason>(packed, 0) ?? wrong(0, 'is no word');
  return { reason, since: number(packed, 1) };
}

function unpackCounter(packed: Packed): [string, Counter] {
  return [text(packed, 0), { count: number(packed, 1), first: number(packed, 2), last: number(packed, 3) }];
}
