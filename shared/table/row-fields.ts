import * as z from 'zod';
import type { Json, JsonObject } from '../kernel/json.ts';
import type { Item } from './item-key.ts';

/**
 * A row holds what no version of heed wrote. The message names table, key pattern and field, never what stands there (P-57);
 * trying again does not help, somebody has to mend the row.
 */
export class UnreadableRowError extends Error {
  override name = 'UnreadableRowError';

  /** `row`: table and key pattern, such as `records PLAN / STATE`; `field`: attribute and path, such as `plan.since`. */
  constructor(row: string, field: string, fault: string, options?: ErrorOptions) {
    super(`row ${row}: ${field} ${fault}`, options);
  }
}

/**
 * Reads attributes of one kind of row. Where the row does not hold what is asked for, all of them throw UnreadableRowError;
 * those in `OrNull` take an absent attribute, or no row at all, for null.
 */
export interface RowFields {
  text(row: Item, attribute: string): string;
  textOrNull(row: Item | undefined, attribute: string): string | null;
  number(row: Item, attribute: string): number;
  numberOrNull(row: Item | undefined, attribute: string): number | null;
  flagOrNull(row: Item | undefined, attribute: string): boolean | null;
  /** A text attribute that holds JSON of this shape. */
  json<Value>(row: Item, attribute: string, schema: z.ZodType<Value>): Value;
  jsonOrNull<Value>(row: Item | undefined, attribute: string, schema: z.ZodType<Value>): Value | null;
}

/** `key`: the pattern of the rows' keys, as `keys.ts` tells it. */
export function fieldsOf(table: 'people' | 'records', key: string): RowFields {
  const where = `${table} ${key}`;
  const wrong = (attribute: string, fault: string): never => {
    throw new UnreadableRowError(where, attribute, fault);
  };
  const textOrNull = (row: Item | undefined, attribute: string): string | null => {
    const value = row?.[attribute];
    return value === undefined ? null : (value.S ?? wrong(attribute, 'is no text'));
  };
  const numberOrNull = (row: Item | undefined, attribute: string): number | null => {
    const value = row?.[attribute];
    if (value === undefined) return null;
    const number = Number(value.N);
    return Number.isNaN(number) ? wrong(attribute, 'is no number') : number;
  };
  const jsonOrNull = <Value>(row: Item | undefined, attribute: string, schema: z.ZodType<Value>): Value | null => {
    const text = textOrNull(row, attribute);
    return text === null ? null : parsed(where, attribute, jsonIn(where, attribute, text), schema);
  };
  return {
    textOrNull,
    numberOrNull,
    jsonOrNull,
    text: (row, attribute) => textOrNull(row, attribute) ?? wrong(attribute, 'is missing'),
    number: (row, attribute) => numberOrNull(row, attribute) ?? wrong(attribute, 'is missing'),
    json: (row, attribute, schema) => jsonOrNull(row, attribute, schema) ?? wrong(attribute, 'is missing'),
    flagOrNull(row, attribute) {
      const value = row?.[attribute];
      return value === undefined ? null : (value.BOOL ?? wrong(attribute, 'is neither true nor false'));
    },
  };
}

/** The value, as the schema reads it. Throws UnreadableRowError with the path of the first thing that is wrong. */
export function parsed<Value>(row: string, field: string, value: unknown, schema: z.ZodType<Value>): Value {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const { path, fault } = firstWrong(read.error);
  throw new UnreadableRowError(row, `${field}${path}`, fault);
}

/** The first thing that is wrong: its path, such as `.topics[0]`, and why. zod's words tell kinds, never what was read. */
export function firstWrong({ issues: [first] }: z.ZodError): { readonly path: string; readonly fault: string } {
  const path = (first?.path ?? []).map((each) => (typeof each === 'number' ? `[${each}]` : `.${String(each)}`));
  return { path: path.join(''), fault: `(${first?.message})` };
}

/** The JSON of a text. Throws UnreadableRowError without a cause: the engine's own words quote the text. */
export function jsonIn(row: string, field: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new UnreadableRowError(row, field, 'is no JSON');
  }
}

/** A word of a set that grows: one that newer code wrote stays as it is. */
export function word<Word extends string>(): z.ZodType<Word> {
  return z.custom<Word>((value) => typeof value === 'string', 'is no word');
}

/** What came out of `JSON.parse` is JSON: nothing in it is looked at. */
export const anyJson: z.ZodType<Json> = z.custom<Json>((value) => value !== undefined, 'is missing');

export const anyJsonObject: z.ZodType<JsonObject> = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'is no object',
);
