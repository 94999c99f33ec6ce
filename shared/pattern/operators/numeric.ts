import type { ReadOperator, Report } from '../leaf.ts';

/** EventBridge compares numbers of this size; larger ones are found only by their exact value. */
const LARGEST = 5e9;

const FORMS = 'write ["=", 5], ["<", 5] or a range, the lower bound first: [">", 0, "<=", 5]';

/** A number that EventBridge can compare. */
export function isComparable(value: unknown): value is number {
  return typeof value === 'number' && value >= -LARGEST && value <= LARGEST;
}

/** `{"numeric": [operator, number]}` or `{"numeric": [">"|">=", number, "<"|"<=", number]}`. */
export const readNumeric: ReadOperator = (operand, at, report) => {
  if (!Array.isArray(operand)) {
    report(at, `\`numeric\` takes an array: ${FORMS}.`);
    return null;
  }
  const [operator, first, upperOperator, upper] = operand as unknown[];
  const known = typeof operator === 'string' && ['=', '<', '<=', '>', '>='].includes(operator);
  if (!known) report(`${at}[0]`, `An operator is one of = < <= > >=: ${FORMS}.`);
  const hasNumber = readNumber(first, `${at}[1]`, report);
  if (operand.length <= 2) return known && hasNumber ? oneBound(operator, first as number, at, report) : null;
  const sane =
    readRangeForm(operator, upperOperator, operand.length, at, report) && readNumber(upper, `${at}[3]`, report);
  if (!known || !hasNumber || !sane) return null;
  return between(first as number, operator === '>', upper as number, upperOperator === '<', at, report);
};

function readNumber(value: unknown, at: string, report: Report): boolean {
  if (isComparable(value)) return true;
  report(at, 'A number between -5000000000 and 5000000000, without quotes, is needed here.');
  return false;
}

function readRangeForm(lower: unknown, upper: unknown, length: number, at: string, report: Report): boolean {
  if (length !== 4) report(at, `Too many or too few terms: ${FORMS}.`);
  else if (lower !== '>' && lower !== '>=') report(`${at}[0]`, `A range begins with > or >=: ${FORMS}.`);
  else if (upper !== '<' && upper !== '<=') report(`${at}[2]`, `A range ends with < or <=: ${FORMS}.`);
  else return true;
  return false;
}

function oneBound(operator: string, bound: number, at: string, report: Report) {
  if (operator === '=') return { asks: 'value', test: (value: unknown) => value === bound } as const;
  return operator.startsWith('<')
    ? between(-LARGEST, false, bound, operator === '<', at, report)
    : between(bound, operator === '>', LARGEST, false, at, report);
}

function between(low: number, openLow: boolean, high: number, openHigh: boolean, at: string, report: Report) {
  if (low >= high) {
    report(at, `Nothing lies between ${low} and ${high}: the lower bound must be less than the upper one.`);
    return null;
  }
  return {
    asks: 'value',
    test: (value: unknown) =>
      typeof value === 'number' && (openLow ? value > low : value >= low) && (openHigh ? value < high : value <= high),
  } as const;
}
