import { describe, expect, test } from 'vitest';
import { asks } from './asking.ts';

const rows: readonly [asked: string, alternatives: unknown[], finds: unknown[], leaves: unknown[]][] = [
  ['a string', ['a'], ['a', ['b', 'a']], ['A', 'ab', 1, null, ['b'], {}, []]],
  ['any of a list', ['a', 1, true, null], ['a', 1.0, true, null], ['1', false, 'null', 'true', 0]],
  ['a number by value', [3.018e2], [301.8, 301.8], [301.81, '301.8']],
  ['a number too large to compare', [123456789012], [123456789012], [123456789013]],
  ['an address in any spelling', ['::1'], ['::1', '0:0:0:0:0:0:0:1'], ['::2']],
  ['a prefix', [{ prefix: 'ab' }], ['ab', 'abc'], ['a', 'AB', 1, null]],
  ['an empty prefix: every string', [{ prefix: '' }], ['', 'x'], [1, null, true]],
  ['a prefix without case', [{ prefix: { 'equals-ignore-case': 'ab.' } }], ['AB.c', 'ab.'], ['abc', 'xab.']],
  ['a suffix', [{ suffix: '.png' }], ['.png', 'a.png'], ['a.PNG', 'png', 1]],
  ['a suffix without case', [{ suffix: { 'equals-ignore-case': 'é' } }], ['É', 'xé'], ['e', 'éx']],
  ['equality without case', [{ 'equals-ignore-case': 'kß' }], ['Kß', 'kSS'], ['\u212aß', 'kßx', 1]],
  ['exactly', [{ exactly: 'x' }], ['x'], ['X', 1]],
  ['anything but a string', [{ 'anything-but': 'a' }], ['b', 1, null, true, ''], ['a', {}, []]],
  ['anything but numbers', [{ 'anything-but': [1, 2.5] }], [3, '1', null, 1e10], [1, 2.5]],
  ['anything but prefixes', [{ 'anything-but': { prefix: ['a', 'b'] } }], ['c', 1, ''], ['ax', 'b']],
  ['anything but a suffix', [{ 'anything-but': { suffix: 'z' } }], ['za', false], ['az']],
  ['anything but without case', [{ 'anything-but': { 'equals-ignore-case': ['a', 'b'] } }], ['c', 1], ['A', 'b']],
  ['anything but wildcards', [{ 'anything-but': { wildcard: ['a*c', '*x'] } }], ['ab', 5], ['ac', 'abc', 'x']],
  ['anything but in a list of values', [{ 'anything-but': 'a' }], [['a', 'b']], [['a', 'a']]],
  ['numeric equality', [{ numeric: ['=', 5] }], [5, 5.0], ['5', 5.000001, null]],
  ['less than', [{ numeric: ['<', 5] }], [4.999999, -5e9], [5, 6, '4', -5e9 - 1]],
  ['at most', [{ numeric: ['<=', 5] }], [5], [5.000001]],
  ['more than', [{ numeric: ['>', 5] }], [5.000001, 5e9], [5, 5e9 + 1]],
  ['at least', [{ numeric: ['>=', 5] }], [5], [4.999999]],
  ['an open range', [{ numeric: ['>', 0, '<', 5] }], [0.000001, 4], [0, 5]],
  ['a closed range', [{ numeric: ['>=', 0, '<=', 5] }], [0, 5], [-0.1, 5.1, true]],
  ['presence', [{ exists: true }], [null, '', 0, false, [1]], [undefined, {}, { c: 1 }, [], [{}]]],
  ['absence', [{ exists: false }], [undefined, {}, { c: 1 }, []], [null, '', 0, [1]]],
  ['a value or absence', [{ exists: false }, 'a'], [undefined, 'a'], ['b', null]],
  ['an IPv4 block', [{ cidr: '10.0.0.9/24' }], ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '9.255.255.255', '::', 10]],
  ['the whole of IPv4', [{ cidr: '0.0.0.0/0' }], ['255.255.255.255'], ['256.0.0.1', '1.2.3', '::1']],
  ['an IPv6 block', [{ cidr: '2001:db8::/33' }], ['2001:db8::', '2001:DB8:7fff::1'], ['2001:db8:8000::', '10.0.0.1']],
  ['a wildcard', [{ wildcard: 'a*b*c' }], ['abc', 'axbxc', 'abbbcc'], ['ac', 'abcx', 'xabc', 1]],
  ['a wildcard whose ends may not overlap', [{ wildcard: 'aba*aba' }], ['abaaba', 'abaxaba'], ['aba', 'ababa']],
  ['a middle piece before the end', [{ wildcard: '*b*ab' }], ['bab', 'xbxab'], ['ab', 'aab']],
  ['a star alone', [{ wildcard: '*' }], ['', 'x'], [1, null]],
  ['an escaped star and backslash', [{ wildcard: '\\**\\\\' }], ['*x\\', '*\\'], ['ax\\', '*x']],
  ['a letter that means something elsewhere', [{ wildcard: 'a.*' }], ['a.b'], ['axb']],
];

describe.each(rows)('asked for %s', (_asked, alternatives, finds, leaves) => {
  test.each(finds.map((value) => [value]))('%j is found', (value) => {
    expect(asks({ a: { b: alternatives } }, { a: { b: value } })).toBe(true);
  });
  test.each(leaves.map((value) => [value]))('%j is left', (value) => {
    expect(asks({ a: { b: alternatives } }, { a: { b: value } })).toBe(false);
  });
});

test('a hostile text takes no longer than its length against many stars', () => {
  expect(asks({ a: [{ wildcard: '*a*a*a*b' }] }, { a: 'a'.repeat(200_000) })).toBe(false);
});
