import { isObject } from '../../kernel/json.ts';
import type { Alternative, ReadOperator, Report, Scalar, ValueTest } from '../leaf.ts';
import { caselessWhole } from './equals-ignore-case.ts';
import { isComparable } from './numeric.ts';
import { matchesPieces, readWildcardText } from './wildcard.ts';

/** Reads one text of a form (`{"prefix": text}`) into the test that must not hold. */
type ReadForm = (text: string, at: string, report: Report) => ((value: string) => boolean) | null;

const forms: ReadonlyMap<string, ReadForm> = new Map<string, ReadForm>([
  ['prefix', (text, at, report) => refuseEmpty(text, at, report) && ((value) => value.startsWith(text))],
  ['suffix', (text, at, report) => refuseEmpty(text, at, report) && ((value) => value.endsWith(text))],
  ['equals-ignore-case', readCaselessForm],
  ['wildcard', readWildcardForm],
]);

/**
 * `{"anything-but": x}`: any present value but these, of whatever type, null included. x is a string, a number, a list of
 * strings or of numbers, or one of prefix, suffix, equals-ignore-case, wildcard with a string or a list of strings.
 */
export const readAnythingBut: ReadOperator = (operand, at, report) => {
  if (isObject(operand)) return readForms(operand, at, report);
  const values: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const located = values.map((_, index) => (Array.isArray(operand) ? `${at}[${index}]` : at));
  if (values.length === 0)
    report(at, 'An empty list excludes nothing: list at least one value, or write {"exists": true}.');
  const fine = values.filter((value, index) => isExcludable(value, located[index] as string, report));
  if (new Set(fine.map((value) => typeof value)).size > 1) {
    report(at, 'Strings and numbers do not mix in one `anything-but`: list only strings or only numbers.');
    return null;
  }
  if (fine.length === 0 || fine.length < values.length) return null;
  const excluded = new Set(fine as Scalar[]);
  return { asks: 'value', test: (value) => !excluded.has(value) };
};

function isExcludable(value: unknown, at: string, report: Report): boolean {
  if (typeof value === 'string' || isComparable(value)) return true;
  if (typeof value === 'number') report(at, 'Numbers here lie between -5000000000 and 5000000000.');
  else report(at, '`anything-but` takes strings or numbers, not null, true, false, objects or lists in a list.');
  return false;
}

function readForms(operand: Readonly<Record<string, unknown>>, at: string, report: Report): Alternative | null {
  const names = Object.keys(operand);
  const known = [...forms.keys()].join(', ');
  if (names.length !== 1) report(at, `\`anything-but\` takes exactly one of ${known}.`);
  let last: Alternative | null = null;
  for (const name of names) {
    const form = forms.get(name);
    if (form) last = readTexts(form, name, operand[name], `${at}.${name}`, report);
    else report(`${at}.${name}`, `\`anything-but\` knows no "${name}": use one of ${known}.`);
  }
  return names.length === 1 ? last : null;
}

function readTexts(form: ReadForm, name: string, operand: unknown, at: string, report: Report): Alternative | null {
  const texts: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (texts.length === 0) report(at, 'An empty list excludes nothing: list at least one string.');
  const tests = texts.map((text, index) => {
    const place = Array.isArray(operand) ? `${at}[${index}]` : at;
    if (typeof text === 'string') return form(text, place, report);
    report(place, `\`${name}\` inside \`anything-but\` takes a string or a list of strings.`);
    return null;
  });
  const excluded = tests.filter((test) => test !== null);
  if (excluded.length === 0 || excluded.length < tests.length) return null;
  const test: ValueTest = (value) => typeof value !== 'string' || !excluded.some((each) => each(value));
  return name === 'wildcard' ? { asks: 'value', test, wildcards: texts as string[] } : { asks: 'value', test };
}

function refuseEmpty(text: string, at: string, report: Report): true | null {
  if (text !== '') return true;
  report(at, 'An empty text would exclude every string: write at least one letter.');
  return null;
}

function readCaselessForm(text: string): (value: string) => boolean {
  const whole = caselessWhole(text);
  return (value) => whole.test(value);
}

function readWildcardForm(text: string, at: string, report: Report): ((value: string) => boolean) | null {
  const pieces = readWildcardText(text, at, report);
  return pieces && ((value) => matchesPieces(pieces, value));
}
