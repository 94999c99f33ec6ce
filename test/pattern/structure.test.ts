import { describe, expect, test } from 'vitest';
import { compilePattern, matches, pathsOf } from '../../shared/pattern/pattern.ts';
import { asks } from './asking.ts';

describe('arrays', () => {
  const people = [
    { first: 'Anna', last: 'Smith' },
    { first: 'Peter', last: 'Jones', title: 'Dr' },
  ];

  test('all conditions hold for one element', () => {
    expect(asks({ p: { first: ['Anna'], last: ['Smith'] } }, { p: people })).toBe(true);
    expect(asks({ p: { first: ['Anna'], last: ['Jones'] } }, { p: people })).toBe(false);
  });

  test('nested arrays are one list of places', () => {
    const event = { p: [[people[0]], [people[1]]] };
    expect(asks({ p: { first: ['Peter'], last: ['Jones'] } }, event)).toBe(true);
    expect(asks({ p: { first: ['Anna'], last: ['Jones'] } }, event)).toBe(false);
  });

  test('an inner array agrees with the element it lies in', () => {
    const event = {
      o: [
        { id: 1, items: [{ sku: 'a' }] },
        { id: 2, items: [{ sku: 'b' }, { sku: 'c' }] },
      ],
    };
    expect(asks({ o: { id: [2], items: { sku: ['c'] } } }, event)).toBe(true);
    expect(asks({ o: { id: [1], items: { sku: ['c'] } } }, event)).toBe(false);
  });

  test('two arrays are independent', () => {
    const event = { a: [{ x: 1 }, { x: 2 }], b: [{ x: 3 }, { x: 4 }] };
    expect(asks({ a: { x: [2] }, b: { x: [3] } }, event)).toBe(true);
  });

  test('absence is asked of the element that was chosen before, in the order of the paths', () => {
    expect(asks({ p: { last: ['Smith'], title: [{ exists: false }] } }, { p: people })).toBe(true);
    expect(asks({ p: { last: ['Jones'], title: [{ exists: false }] } }, { p: people })).toBe(false);
    expect(asks({ p: { a: [{ exists: false }], b: [1] } }, { p: [{ a: 9 }, { b: 1 }] })).toBe(false);
  });

  test('branches of $or see one element too', () => {
    const source = { p: { first: ['Anna'], $or: [{ last: ['Jones'] }, { title: ['Dr'] }] } };
    expect(asks(source, { p: people })).toBe(false);
    expect(asks(source, { p: [...people, { first: 'Anna', title: 'Dr' }] })).toBe(true);
  });

  test('many large arrays that never agree are answered', () => {
    const list = Array.from({ length: 300 }, (_, at) => ({ x: 1, y: at }));
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    const event = Object.fromEntries(keys.map((key) => [key, list]));
    const asked = Object.fromEntries(keys.map((key) => [key, { x: [1] }]));
    const source = { ...asked, z: { v: [1], w: [1] } };
    expect(asks(source, { ...event, z: [{ v: 1 }, { w: 1 }] })).toBe(false);
  });
});

describe('$or', () => {
  test('is combined with its siblings', () => {
    const source = { s: ['x'], $or: [{ a: [1] }, { b: [2], c: [3] }] };
    expect(asks(source, { s: 'x', a: 1 })).toBe(true);
    expect(asks(source, { s: 'x', b: 2, c: 3 })).toBe(true);
    expect(asks(source, { s: 'x', b: 2 })).toBe(false);
    expect(asks(source, { s: 'y', a: 1 })).toBe(false);
  });

  test('nests, and may stand twice at different depths', () => {
    const source = {
      $or: [{ a: [1] }, { b: [1], $or: [{ c: [1] }, { d: [1] }] }],
      e: { $or: [{ f: [1] }, { g: [1] }] },
    };
    expect(asks(source, { b: 1, d: 1, e: { g: 1 } })).toBe(true);
    expect(asks(source, { b: 1, e: { g: 1 } })).toBe(false);
    expect(asks(source, { a: 1, e: {} })).toBe(false);
  });

  test('is a plain key where it cannot be a choice', () => {
    expect(asks({ $or: { a: [1] } }, { $or: { a: 1 } })).toBe(true);
    expect(asks({ $or: ['x', { prefix: 'y' }] }, { $or: 'yes' })).toBe(true);
    expect(asks({ $or: [{ prefix: 'a' }, { suffix: 'b' }] }, { $or: 'xb' })).toBe(true);
  });

  test('writes over a path asked before it, and is written over by one asked after it', () => {
    const before = { a: ['1'], $or: [{ a: ['2'] }, { b: ['3'] }] };
    expect(asks(before, { a: '2' })).toBe(true);
    expect(asks(before, { a: '1' })).toBe(false);
    const after = { $or: [{ a: ['2'] }, { b: ['3'] }], a: ['1'] };
    expect(asks(after, { a: '1' })).toBe(true);
    expect(asks(after, { a: '2' })).toBe(false);
  });

  test('is refused beyond 1,000 combinations', () => {
    const branches = (length: number) => Array.from({ length }, (_, at) => ({ x: [at] }));
    const nest = (length: number) => ({
      a: { $or: branches(10) },
      b: { $or: branches(10) },
      c: { $or: branches(length) },
    });
    expect(compilePattern(nest(10)).ok).toBe(true);
    expect(compilePattern(nest(11)).ok).toBe(false);
  });
});

describe('keys', () => {
  test('with dots are paths, in patterns and in events', () => {
    expect(asks({ 'a.b': ['x'] }, { a: { b: 'x' } })).toBe(true);
    expect(asks({ a: { b: { c: ['x'] } } }, { a: { 'b.c': 'x' } })).toBe(true);
    expect(asks({ a: { b: { c: ['x'] } } }, { 'a.b.c': 'x' })).toBe(true);
    expect(asks({ a: { b: { c: ['x'] } } }, { 'a.b': { c: 'y' }, a: { b: { c: 'x' } } })).toBe(true);
    expect(asks({ a: { b: [{ exists: false }] } }, { 'a.b': 1 })).toBe(false);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])('"%s" is a key like any other', (key) => {
    const source: unknown = JSON.parse(`{ "${key}": ["x"] }`);
    expect(asks(source, JSON.parse(`{ "${key}": "x" }`))).toBe(true);
    expect(asks(source, {})).toBe(false);
    expect(asks(JSON.parse(`{ "a": { "${key}": [{ "exists": false }] } }`), { a: {} })).toBe(true);
    expect(asks(JSON.parse(`{ "${key}": { "name": [{ "exists": true }] } }`), {})).toBe(false);
  });

  test('that are inherited do not count, getters do', () => {
    expect(asks({ a: ['x'] }, Object.create({ a: 'x' }))).toBe(false);
    const lazy = {
      get a() {
        return [{ b: 1 }];
      },
    };
    expect(asks({ a: { b: [1] } }, lazy)).toBe(true);
  });
});

describe('a value', () => {
  test.each([[null], [undefined], ['x'], [1], [[{ a: 'x' }]]])('%j that is no object matches nothing', (value) => {
    expect(asks({ a: [{ exists: false }] }, value)).toBe(false);
  });

  test('may be nested as deep as AWS reads it', () => {
    const nest = (depth: number, leaf: unknown): unknown => {
      let nested = leaf;
      for (let level = 0; level < depth; level++) nested = { a: nested };
      return nested;
    };
    expect(asks(nest(1_000, ['x']), nest(1_000, 'x'))).toBe(true);
    expect(asks(nest(1_000, ['x']), nest(999, 'x'))).toBe(false);
    expect(compilePattern(nest(50_000, ['x'])).ok).toBe(false);
    expect(asks(nest(2, ['x']), nest(50_000, 'x'))).toBe(false);
  });

  test('may hold arrays in arrays to any depth', () => {
    let nested: unknown = 'x';
    for (let level = 0; level < 50_000; level++) nested = [nested];
    expect(asks({ a: ['y'] }, { a: nested })).toBe(false);
  });
});

describe('the paths of a pattern', () => {
  test('are dotted, sorted, unique, with those inside $or', () => {
    const compiled = compilePattern({
      profile: { locale: ['de'], 'a.b': [1] },
      $or: [
        { properties: { total: [{ numeric: ['>', 5] }] } },
        { profile: { locale: ['en'], age: [{ exists: false }] } },
      ],
    });
    expect(compiled.ok && pathsOf(compiled.pattern)).toEqual([
      'profile.a.b',
      'profile.age',
      'profile.locale',
      'properties.total',
    ]);
  });

  test('belong to the caller', () => {
    const compiled = compilePattern({ a: ['x'] });
    if (!compiled.ok) throw new Error('refused');
    pathsOf(compiled.pattern).push('b');
    expect(pathsOf(compiled.pattern)).toEqual(['a']);
    expect(matches(compiled.pattern, { a: 'x' })).toBe(true);
  });
});
