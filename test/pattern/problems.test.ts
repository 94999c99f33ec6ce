import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../shared/pattern/pattern.ts';
import { problemFields } from './asking.ts';

const refused: readonly [why: string, alternatives: unknown, field: string][] = [
  ['no array', 'x', 'a'],
  ['null for an array', null, 'a'],
  ['an empty array', [], 'a'],
  ['an empty object', {}, 'a'],
  ['an array in an array', [['x']], 'a[0]'],
  ['a number that JSON cannot hold', [Number.POSITIVE_INFINITY], 'a[0]'],
  ['an empty match', [{}], 'a[0]'],
  ['two match types in one', [{ prefix: 'a', suffix: 'b' }], 'a[0]'],
  ['an unknown match type', ['x', { like: 'a' }], 'a[1].like'],
  ['a match type that every object has', [{ constructor: 'a' }], 'a[0].constructor'],
  ['a prefix of another type', [{ prefix: 1 }], 'a[0].prefix'],
  ['a prefix list', [{ prefix: ['a'] }], 'a[0].prefix'],
  ['a prefix with an unknown form', [{ prefix: { wildcard: 'a' } }], 'a[0].prefix'],
  ['a prefix without case of a number', [{ prefix: { 'equals-ignore-case': 1 } }], 'a[0].prefix.equals-ignore-case'],
  ['a suffix of another type', [{ suffix: null }], 'a[0].suffix'],
  ['equality without case of a list', [{ 'equals-ignore-case': ['a'] }], 'a[0].equals-ignore-case'],
  ['exactly a number', [{ exactly: 1 }], 'a[0].exactly'],
  ['exists in quotes', [{ exists: 'true' }], 'a[0].exists'],
  ['anything-but null', [{ 'anything-but': null }], 'a[0].anything-but'],
  ['anything-but true', [{ 'anything-but': true }], 'a[0].anything-but'],
  ['anything-but nothing', [{ 'anything-but': [] }], 'a[0].anything-but'],
  ['anything-but of mixed types', [{ 'anything-but': ['a', 1] }], 'a[0].anything-but'],
  ['anything-but a list in a list', [{ 'anything-but': ['a', ['b']] }], 'a[0].anything-but[1]'],
  ['anything-but a number out of range', [{ 'anything-but': 6e9 }], 'a[0].anything-but'],
  ['anything-but numeric', [{ 'anything-but': { numeric: ['=', 1] } }], 'a[0].anything-but.numeric'],
  ['anything-but two forms', [{ 'anything-but': { prefix: 'a', suffix: 'b' } }], 'a[0].anything-but'],
  ['anything-but no prefix', [{ 'anything-but': { prefix: [] } }], 'a[0].anything-but.prefix'],
  ['anything-but an empty prefix', [{ 'anything-but': { prefix: '' } }], 'a[0].anything-but.prefix'],
  ['anything-but an empty suffix', [{ 'anything-but': { suffix: ['a', ''] } }], 'a[0].anything-but.suffix[1]'],
  ['anything-but a wildcard with **', [{ 'anything-but': { wildcard: '**' } }], 'a[0].anything-but.wildcard'],
  ['numeric without an array', [{ numeric: 5 }], 'a[0].numeric'],
  ['an unknown numeric operator', [{ numeric: ['!=', 5] }], 'a[0].numeric[0]'],
  ['a numeric bound in quotes', [{ numeric: ['<', '5'] }], 'a[0].numeric[1]'],
  ['a numeric bound missing', [{ numeric: ['<'] }], 'a[0].numeric[1]'],
  ['a numeric bound out of range', [{ numeric: ['<', 5_000_000_001] }], 'a[0].numeric[1]'],
  ['a range with its upper bound first', [{ numeric: ['<', 5, '>', 0] }], 'a[0].numeric[0]'],
  ['a range of two lower bounds', [{ numeric: ['>', 0, '>', 5] }], 'a[0].numeric[2]'],
  ['a range with nothing in it', [{ numeric: ['>', 5, '<', 5] }], 'a[0].numeric'],
  ['a range upside down', [{ numeric: ['>', 6, '<', 5] }], 'a[0].numeric'],
  ['less than the least', [{ numeric: ['<', -5e9] }], 'a[0].numeric'],
  ['three terms', [{ numeric: ['>', 5, '<'] }], 'a[0].numeric'],
  ['six terms', [{ numeric: ['>', 0, '<', 5, '<', 6] }], 'a[0].numeric'],
  ['a block without mask', [{ cidr: '10.0.0.0' }], 'a[0].cidr'],
  ['a mask of one IPv4 address', [{ cidr: '10.0.0.0/32' }], 'a[0].cidr'],
  ['a mask of one IPv6 address', [{ cidr: '::/128' }], 'a[0].cidr'],
  ['a malformed address', [{ cidr: '10.0.0.256/8' }], 'a[0].cidr'],
  ['a wildcard list', [{ wildcard: ['a'] }], 'a[0].wildcard'],
  ['two stars in a row', [{ wildcard: 'a**' }], 'a[0].wildcard'],
  ['an escape of another letter', [{ wildcard: 'a\\b' }], 'a[0].wildcard'],
  ['an escape of nothing', [{ wildcard: 'a\\' }], 'a[0].wildcard'],
  ['wildcards that are too complex', [{ wildcard: '*:*:*:*:*:x/*' }], 'a'],
  ['four wildcards that are too complex together', ['a', 'b', 'c', 'd'].map((x) => ({ wildcard: `*/d/*.${x}` })), 'a'],
];

test.each(refused)('%s is refused where it stands', (_why, alternatives, field) => {
  expect(problemFields({ a: alternatives })).toEqual([field]);
  expect(problemFields({ detail: { a: alternatives } })).toEqual([`detail.${field}`]);
});

test.each([[null], [undefined], ['{}'], [[]], [1]])('a pattern that is %j is refused as a whole', (source) => {
  expect(problemFields(source)).toEqual(['']);
});

test('an empty pattern is refused', () => {
  expect(problemFields({})).toEqual(['']);
});

test('wildcards that AWS accepts are accepted', () => {
  const suffixes = ['.bif', '.tiff', '.tif', '.svs'].map((suffix) => ({ wildcard: `*${suffix}` }));
  expect(compilePattern({ a: suffixes }).ok).toBe(true);
  expect(compilePattern({ a: ['x', 'y'].map((name) => ({ wildcard: `*/d/*.${name}` })) }).ok).toBe(true);
});

test('every problem is told at once, with words', () => {
  const compiled = compilePattern({
    source: 'shop',
    detail: { a: [], b: [{ prefix: 1 }, { numeric: ['~', 'x'] }], $or: [{ c: [{ exists: 1 }] }, {}] },
  });
  if (compiled.ok) throw new Error('accepted');
  expect(compiled.problems.map((problem) => problem.field)).toEqual([
    'source',
    'detail.a',
    'detail.b[0].prefix',
    'detail.b[1].numeric[0]',
    'detail.b[1].numeric[1]',
    'detail.$or[0].c[0].exists',
    'detail.$or[1]',
  ]);
  for (const { message } of compiled.problems) expect(message).toMatch(/^.{20,}\.$/s);
});

describe('$or that is no choice', () => {
  test.each([
    ['one branch only', [{ a: ['x'] }]],
    ['a branch that is no object', [{ a: ['x'] }, 'y']],
    ['a branch named like a match type', [{ a: ['x'] }, { prefix: ['y'] }]],
  ])('is refused with its rule: %s', (_why, branches) => {
    const compiled = compilePattern({ detail: { $or: branches } });
    if (compiled.ok) throw new Error('accepted');
    expect(compiled.problems.map((problem) => problem.field)).toContain('detail.$or');
    expect(compiled.problems[0]?.message).toContain('two or more objects');
  });

  test('takes the other $or of the pattern with it', () => {
    expect(problemFields({ $or: [{ a: [1] }, { b: [1] }], c: { $or: ['x'] } })).toEqual(['$or']);
  });
});
