import { isObject } from '../../kernel/json.ts';
import type { Alternative, ReadOperator, Report } from '../leaf.ts';
import { caseless } from './equals-ignore-case.ts';

/** `{"prefix": "x"}` or `{"prefix": {"equals-ignore-case": "x"}}`; an empty text finds every string. */
export const readPrefix: ReadOperator = (operand, at, report) => {
  if (typeof operand !== 'string') return readCaselessAffix('prefix', operand, at, report);
  return { asks: 'value', test: (value) => typeof value === 'string' && value.startsWith(operand) };
};

/** `{"suffix": "x"}` or `{"suffix": {"equals-ignore-case": "x"}}`. */
export const readSuffix: ReadOperator = (operand, at, report) => {
  if (typeof operand !== 'string') return readCaselessAffix('suffix', operand, at, report);
  return { asks: 'value', test: (value) => typeof value === 'string' && value.endsWith(operand) };
};

function readCaselessAffix(
  affix: 'prefix' | 'suffix',
  operand: unknown,
  at: string,
  report: Report,
): Alternative | null {
  const names = isObject(operand) ? Object.keys(operand) : [];
  if (!isObject(operand) || names.length !== 1 || names[0] !== 'equals-ignore-case') {
    report(at, `\`${affix}\` takes one string, or {"equals-ignore-case": "…"}; for several, write one object each.`);
    return null;
  }
  const text = operand['equals-ignore-case'];
  if (typeof text !== 'string') {
    report(`${at}.equals-ignore-case`, '`equals-ignore-case` takes a string.');
    return null;
  }
  const found = new RegExp(affix === 'prefix' ? `^${caseless(text)}` : `${caseless(text)}$`);
  return { asks: 'value', test: (value) => typeof value === 'string' && found.test(value) };
}
