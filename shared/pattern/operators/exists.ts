import type { ReadOperator } from '../leaf.ts';

/** `{"exists": true|false}`; asks for a field with a value, null included. An object or an empty array is no field. */
export const readExists: ReadOperator = (operand, at, report) => {
  if (operand === true) return { asks: 'value', test: () => true };
  if (operand === false) return { asks: 'absence' };
  report(at, '`exists` takes true or false, without quotes.');
  return null;
};
