import type { ReadOperator } from '../leaf.ts';

/** `{"exactly": "x"}`: the long form of `"x"`, which event-ruler still reads. */
export const readExactly: ReadOperator = (operand, at, report) => {
  if (typeof operand === 'string') return { asks: 'value', test: (value) => value === operand };
  report(at, '`exactly` takes a string; write other values as they are, without a match type.');
  return null;
};
