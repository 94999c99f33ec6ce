import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { RetryableError } from '../kernel/errors.ts';
import { isObject } from '../kernel/json.ts';
import type { Effect } from '../person/effects.ts';
import type { Person } from '../person/person.ts';
import { dueAtOf } from '../person/timers.ts';
import { DUE_AT, DUE_SHARD, dueShardOf, EFFECTS, PROFILE_ID, VERSION } from './keys.ts';
import { packedState, unpackState } from './packed-person.ts';
import { fieldsOf, jsonIn, UnreadableRowError } from './row-fields.ts';
import { WrongPlaceError } from './unpacking.ts';

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

/**
 * A person as a row, with the effects of its commit and its place in the `due` index while a timer runs. `state`: for who has
 * packed it already.
 */
export function encodePerson(
  person: Person,
  effects: readonly Effect[] = [],
  state: string = packedState(person),
): PersonRow {
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

const fields = fieldsOf('people', 'profileId');

/**
 * The person of a row, which may be older than the code: what it does not know is empty. Throws UnreadableRowError on a row that
 * no code wrote, and RetryableError on one of a newer schema: writing it back would lose what this code does not know.
 */
export function decodePerson(row: PersonRow): Person {
  const profileId = fields.text(row, PROFILE_ID);
  const schema = fields.numberOrNull(row, SCHEMA_ATTRIBUTE) ?? SCHEMA;
  if (schema > SCHEMA) throw new RetryableError(`person ${profileId} was written by newer code (schema ${schema})`);
  const version = fields.number(row, VERSION);
  const where = `people profileId ${profileId}`;
  const state = jsonIn(where, STATE, inflated(where, row[STATE]));
  if (!isObject(state)) throw new UnreadableRowError(where, STATE, 'is no object');
  try {
    return unpackState(profileId, version, state);
  } catch (error) {
    if (error instanceof WrongPlaceError) throw new UnreadableRowError(where, `${STATE}${error.place}`, error.fault);
    throw error;
  }
}

function inflated(where: string, state: AttributeValue | undefined): string {
  if (state === undefined) return '{}';
  try {
    return inflateRawSync(state.B ?? new Uint8Array(), { dictionary: DICTIONARY }).toString();
  } catch (cause) {
    throw new UnreadableRowError(where, STATE, 'cannot be inflated', { cause });
  }
}

/** Those of many rows that can be read: one that cannot must not end work over everybody, and is told of where somebody works on it. */
export function readablePeople(rows: readonly PersonRow[]): Person[] {
  return rows.flatMap((row) => {
    try {
      return [decodePerson(row)];
    } catch (error) {
      if (error instanceof UnreadableRowError) return [];
      throw error;
    }
  });
}
