import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { SuppressionReason } from '../consent/address-state.ts';
import { type Care, noCare } from '../consent/care.ts';
import { noPreferences, type Preferences } from '../consent/preferences.ts';
import { RetryableError } from '../kernel/errors.ts';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Effect } from '../person/effects.ts';
import type { Counter, PendingAddress, PendingErasure, Person } from '../person/person.ts';
import { dueAtOf } from '../person/timers.ts';
import type { Trait, Traits } from '../profiles/traits.ts';
import { DUE_AT, DUE_SHARD, dueShardOf, EFFECTS, PROFILE_ID, VERSION } from './keys.ts';
import { packPermission, unpackPermission } from './packed-consent.ts';
import {
  packComingDate,
  packEnded,
  packEnding,
  packEnrollment,
  packEntry,
  packGoal,
  packMessage,
  packRecent,
  packSilence,
  unpackComingDate,
  unpackEnded,
  unpackEnding,
  unpackEnrollment,
  unpackEntry,
  unpackGoal,
  unpackMessage,
  unpackRecent,
  unpackSilence,
} from './packed-journeys.ts';
import { packReach, unpackReach } from './packed-reach.ts';
import { list, number, numberOrNull, type Packed, packIds, text, textOrNull, trimmed, unpackIds } from './packing.ts';

export type PersonRow = Record<string, AttributeValue>;

const SCHEMA_ATTRIBUTE = 'schema';
const STATE = 'state';

/** Raised when a row of this code could not be read by the code before it. */
const SCHEMA = 1;

/**
 * What rows hold again and again, for deflate to point at. It belongs to schema 1: a row is read with the very bytes it was
 * written with, so another dictionary is another schema.
 */
const DICTIONARY = Buffer.from(
  '"contracts":[{"contractId":"end":"2027-"lastName":"birthday":"19"country":"DE"timeZone":"Europe/Berlin"locale":"en"de"firstName":"email":"@example.com' +
    '"transactional"order.placed"orderId":"total":"items":[{"sku":"cart.abandoned"cartId":"customer"form"api","d","s",null,null,"m","' +
    '{"v":0,"t":[[17{"a":["p":[[["m",null,17"]],"e":[["m":[["r":[["n":[["y":[["s":"k":{"',
);

/** A person as a row, with the effects of its commit and its place in the `due` index while a timer runs. */
export function encodePerson(person: Person, effects: readonly Effect[] = []): PersonRow {
  return encodeRow(person, effects, packedState(person));
}

/** As `encodePerson`, for who has packed the state already. */
export function encodeRow(person: Person, effects: readonly Effect[], state: string): PersonRow {
  const dueAt = dueAtOf(person);
  return {
    [PROFILE_ID]: { S: person.profileId },
    [VERSION]: { N: String(person.version) },
    [SCHEMA_ATTRIBUTE]: { N: String(SCHEMA) },
    // Deflate halves a row. A write unit is 1 KB and is paid for the larger of the row before and after, on every event.
    [STATE]: { B: deflateRawSync(state, { dictionary: DICTIONARY }) },
    ...(effects.length === 0 ? {} : { [EFFECTS]: { S: JSON.stringify(effects) } }),
    ...(dueAt === null
      ? {}
      : { [DUE_SHARD]: { N: String(dueShardOf(person.profileId)) }, [DUE_AT]: { N: String(dueAt) } }),
  };
}

/**
 * The person of a row, which may be older than the code: what it does not know is empty.
 * Throws RetryableError on a row of a newer schema: writing it back would lose what this code does not know.
 */
export function decodePerson(row: PersonRow): Person {
  const schema = Number(row[SCHEMA_ATTRIBUTE]?.N ?? SCHEMA);
  const profileId = row[PROFILE_ID]?.S ?? '';
  if (schema > SCHEMA) throw new RetryableError(`person ${profileId} was written by newer code (schema ${schema})`);
  const bytes = row[STATE]?.B;
  const packed = bytes ? inflateRawSync(bytes, { dictionary: DICTIONARY }).toString() : '{}';
  return unpackState(profileId, Number(row[VERSION]?.N ?? 0), JSON.parse(packed) as JsonObject);
}

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
    o: orEmptyAbsent(person.preferences as JsonObject),
    c: person.care.tickets.length + person.care.flags.length === 0 ? undefined : (person.care as unknown as Json),
    w: (person.pendingAddress as unknown as Json) ?? undefined,
    f: person.forgetAt ?? undefined,
    d: person.erasedAt ?? undefined,
    E: (person.erasure as unknown as Json) ?? undefined,
    q: person.exportAskedAt ?? undefined,
    i: person.mergedInto ?? undefined,
    j: orAbsent(person.mergedFrom.map(({ profileId, takenAt }) => trimmed([profileId, takenAt]))),
    k: orAbsent(Object.entries(person.counters).map(([type, each]) => [type, each.count, each.first, each.last])),
  });
}

function unpackState(profileId: string, version: number, state: JsonObject): Person {
  const [email, hmac] = (state.a ?? []) as Packed;
  const present = typeof hmac === 'string' ? hmac : null;
  const suppression = state.x as Packed | undefined;
  const enrollments = list(state.e).map(unpackEnrollment);
  return {
    profileId,
    version,
    release: number(state.v),
    traits: unpackTraits(list(state.t)),
    address: present === null ? null : { email: text(email), hmac: present },
    suppression: suppression
      ? { reason: text(suppression[0]) as SuppressionReason, since: number(suppression[1]) }
      : null,
    softBounces: (state.b ?? []) as readonly number[],
    reach: unpackReach((state.h ?? []) as Packed),
    permission: unpackPermission((state.p ?? []) as Packed, present),
    preferences: (state.o ?? noPreferences) as Preferences,
    care: (state.c ?? noCare) as unknown as Care,
    enrollments,
    messages: list(state.m).map((each) => unpackMessage(each, enrollments, present)),
    recent: list(state.r).map(unpackRecent),
    ended: list(state.n).map(unpackEnded),
    entries: list(state.y).map(unpackEntry),
    silences: list(state.z).map(unpackSilence),
    comingDates: list(state.l).map(unpackComingDate),
    endings: list(state.u).map(unpackEnding),
    goals: list(state.g).map(unpackGoal),
    seen: unpackIds(state.s),
    counters: Object.fromEntries(list(state.k).map(unpackCounter)),
    pendingAddress: (state.w ?? null) as unknown as PendingAddress | null,
    forgetAt: numberOrNull(state.f),
    erasedAt: numberOrNull(state.d),
    erasure: (state.E ?? null) as unknown as PendingErasure | null,
    exportAskedAt: numberOrNull(state.q),
    mergedInto: textOrNull(state.i),
    mergedFrom: list(state.j).map((each) => ({ profileId: text(each[0]), takenAt: numberOrNull(each[1]) })),
  };
}

function orAbsent(packed: readonly Json[]): readonly Json[] | undefined {
  return packed.length === 0 ? undefined : packed;
}

function orEmptyAbsent(named: JsonObject): JsonObject | undefined {
  return Object.keys(named).length === 0 ? undefined : named;
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

function unpackTraits(moments: readonly Packed[]): Traits {
  return Object.fromEntries(
    moments.flatMap(([at, said]) =>
      Object.entries((said ?? {}) as JsonObject).map(([name, value]): [string, Trait] => [
        name,
        { value, at: number(at) },
      ]),
    ),
  );
}

function unpackCounter(packed: Packed): [string, Counter] {
  return [text(packed[0]), { count: number(packed[1]), first: number(packed[2]), last: number(packed[3]) }];
}
