import type { ReadOperator } from '../leaf.ts';

/**
 * The text as the source of a RegExp in which each letter stands for its lower and its upper case.
 * Not the `i` flag: that folds by Unicode (the Kelvin sign is a k), AWS letter by letter of the pattern.
 */
export function caseless(text: string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const letter = text[index] as string;
    const cases = new Set([letter.toLowerCase(), letter.toUpperCase()]);
    return `(?:${[...cases].map((each) => escaped(each)).join('|')})`;
  }).join('');
}

/** RegExp.escape comes only with newer Nodes than those we run on. */
function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The expression for a whole text. */
export function caselessWhole(text: string): RegExp {
  return new RegExp(`^${caseless(text)}$`);
}

/** `{"equals-ignore-case": "x"}`. */
export const readEqualsIgnoreCase: ReadOperator = (operand, at, report) => {
  if (typeof operand !== 'string') {
    report(at, '`equals-ignore-case` takes a string.');
    return null;
  }
  const whole = caselessWhole(operand);
  return { asks: 'value', test: (value) => typeof value === 'string' && whole.test(value) };
};
