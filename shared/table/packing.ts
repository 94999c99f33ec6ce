import type { Json } from '../kernel/json.ts';

/*
 * Packed records are JSON arrays by position, without their empty end. Positions are only ever added at the end, so a row
 * that is older than the code gives nulls for what it does not know.
 */

export type Packed = readonly Json[];

/** The array without the nulls at its end. */
export function trimmed(values: readonly (Json | undefined)[]): Packed {
  let length = values.length;
  while (length > 0 && (values[length - 1] ?? null) === null) length -= 1;
  return values.slice(0, length).map((value) => value ?? null);
}

/** Ids as one text; ids hold no spaces, and one that did would be kept as a list. */
export function packIds(ids: readonly string[]): Json {
  return ids.some((id) => id.includes(' ') || id === '') ? ids : ids.join(' ');
}
