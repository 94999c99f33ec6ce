import type { ReadOperator } from '../leaf.ts';
import { readPrefix, readSuffix } from './affix.ts';
import { readAnythingBut } from './anything-but.ts';
import { readCidr } from './cidr.ts';
import { readEqualsIgnoreCase } from './equals-ignore-case.ts';
import { readExactly } from './exactly.ts';
import { readExists } from './exists.ts';
import { readNumeric } from './numeric.ts';
import { readWildcard } from './wildcard.ts';

/** Every match type by its name; a Map, so that `constructor` is no match type. */
export const operators: ReadonlyMap<string, ReadOperator> = new Map<string, ReadOperator>([
  ['prefix', readPrefix],
  ['suffix', readSuffix],
  ['anything-but', readAnythingBut],
  ['numeric', readNumeric],
  ['exists', readExists],
  ['cidr', readCidr],
  ['equals-ignore-case', readEqualsIgnoreCase],
  ['wildcard', readWildcard],
  ['exactly', readExactly],
]);
