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

/** Words of a closed set as one letter each; a word that the table does not know (a newer code's) stays as it is. */
export function letters<Word extends string>(
  table: Readonly<Record<Word, string>>,
): { pack(word: Word): string; unpack(packed: Json | undefined, missing: Word): Word } {
  const packed = new Map<string, string>(Object.entries(table));
  const words = new Map([...packed].map(([word, letter]) => [letter, word]));
  return {
    pack: (word) => packed.get(word) ?? word,
    unpack: (letter, missing) => (typeof letter === 'string' ? ((words.get(letter) ?? letter) as Word) : missing),
  };
}

/** Ids as one text; ids hold no spaces, and one that did would be kept as a list. */
export function packIds(ids: readonly string[]): Json {
  return ids.some((id) => id.includes(' ') || id === '') ? ids : ids.join(' ');
}

export function unpackIds(packed: Json | undefined): readonly string[] {
  if (typeof packed === 'string') return packed.split(' ');
  return Array.isArray(packed) ? (packed as string[]) : [];
}

export const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
export const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
export const number = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);
export const numberOrNull = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);
/** The list at a place, each of its own packed; empty where the row says nothing. */
export const list = (value: Json | undefined): readonly Packed[] => (Array.isArray(value) ? (value as Packed[]) : []);
