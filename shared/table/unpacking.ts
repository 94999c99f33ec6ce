import { isObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { Packed } from './packing.ts';

/*
 * Reading packed records. Every place is looked at by hand: a person is read for every event, and a schema over the whole state
 * would cost more than all the rest of the reading. Absent and null are one, as packing makes them.
 */

/** A place within packed state does not hold what it must. Says where and what, never what stands there (P-57). */
export class WrongPlaceError extends Error {
  override name = 'WrongPlaceError';
  /** From the outermost that was passed so far: `.e[0][4]`. */
  readonly place: string;
  readonly fault: string;

  constructor(place: string, fault: string) {
    super(`${place} ${fault}`);
    this.place = place;
    this.fault = fault;
  }
}

/** Of an array, or the name of a field. */
type Place = number | string;

function pathOf(place: Place): string {
  return typeof place === 'number' ? `[${place}]` : `.${place}`;
}

export function wrong(place: Place, fault: string): never {
  throw new WrongPlaceError(pathOf(place), fault);
}

/** An error on its way out of a place: one of a wrong place learns where that is, every other passes. */
function inside(path: string, error: unknown): unknown {
  return error instanceof WrongPlaceError ? new WrongPlaceError(`${path}${error.place}`, error.fault) : error;
}

export const isList = (value: Json | undefined): value is Packed => Array.isArray(value);
export const isText = (value: Json | undefined): value is string => typeof value === 'string';
export const isNumber = (value: Json | undefined): value is number => typeof value === 'number';
const isAbsent = (value: Json | undefined): value is null | undefined => value === undefined || value === null;

export function textOrNullOf(value: Json | undefined, place: Place): string | null {
  if (typeof value === 'string') return value;
  return isAbsent(value) ? null : wrong(place, 'is no text');
}

export function numberOrNullOf(value: Json | undefined, place: Place): number | null {
  if (typeof value === 'number') return value;
  return isAbsent(value) ? null : wrong(place, 'is no number');
}

export function text(packed: Packed, place: number): string {
  const value = packed[place];
  return typeof value === 'string' ? value : wrong(place, 'is no text');
}

export function number(packed: Packed, place: number): number {
  const value = packed[place];
  return typeof value === 'number' ? value : wrong(place, 'is no number');
}

export const textOrNull = (packed: Packed, place: number): string | null => textOrNullOf(packed[place], place);
export const numberOrNull = (packed: Packed, place: number): number | null => numberOrNullOf(packed[place], place);

/** A word of a set that grows: one that newer code wrote stays as it is. */
export function wordOrNull<Word extends string>(packed: Packed, place: number): Word | null {
  return textOrNull(packed, place) as Word | null;
}

/** The named values of a place; none where the row says nothing. */
export function objectOf(value: Json | undefined, place: Place): JsonObject {
  if (isAbsent(value)) return {};
  return isObject(value) ? value : wrong(place, 'is no object');
}

/** The texts or numbers of a place; none where the row says nothing. */
export function listOf<Each extends Json>(
  value: Json | undefined,
  place: Place,
  is: (each: Json | undefined) => each is Each,
): readonly Each[] {
  if (isAbsent(value)) return [];
  return isList(value) && value.every(is) ? value : wrong(place, 'is no list of what it holds');
}

/** What a packed record stands for; null where the row says nothing. */
export function recordOrNull<Value>(
  value: Json | undefined,
  place: Place,
  unpack: (packed: Packed) => Value,
): Value | null {
  if (isAbsent(value)) return null;
  if (!isList(value)) return wrong(place, 'is no list');
  try {
    return unpack(value);
  } catch (error) {
    throw inside(pathOf(place), error);
  }
}

/** What the packed records of a list stand for; none where the row says nothing. */
export function recordsOf<Value>(
  value: Json | undefined,
  place: Place,
  unpack: (packed: Packed) => Value,
): readonly Value[] {
  if (isAbsent(value)) return [];
  if (!isList(value)) return wrong(place, 'is no list');
  const records: Value[] = [];
  try {
    for (const each of value) records.push(isList(each) ? unpack(each) : nothing());
  } catch (error) {
    throw inside(`${pathOf(place)}[${records.length}]`, error);
  }
  return records;
}

function nothing(): never {
  throw new WrongPlaceError('', 'is no list');
}

export function idsOf(packed: Json | undefined, place: Place): readonly string[] {
  return isText(packed) ? packed.split(' ') : listOf(packed, place, isText);
}
