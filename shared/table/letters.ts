import type { Packed } from './packing.ts';
import { text } from './unpacking.ts';

/** Words of a closed set, each kept as one letter. */
export interface Letters<Word extends string> {
  pack(word: Word): string;
  unpack(packed: Packed, place: number): Word;
  wordOf(letter: string): Word;
}

/** A word that the table does not know (a newer code's) stays as it is. */
export function letters<Word extends string>(table: Readonly<Record<Word, string>>): Letters<Word> {
  const packed = new Map<string, string>(Object.entries(table));
  const words = new Map([...packed].map(([word, letter]) => [letter, word]));
  const wordOf = (letter: string) => (words.get(letter) ?? letter) as Word;
  return {
    pack: (word) => packed.get(word) ?? word,
    unpack: (of, place) => wordOf(text(of, place)),
    wordOf,
  };
}
