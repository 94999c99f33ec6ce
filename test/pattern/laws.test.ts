import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holdsConsistently } from '../../shared/pattern/array-consistency.ts';
import { fieldsOf } from '../../shared/pattern/fields.ts';
import { compilePattern, matches } from '../../shared/pattern/pattern.ts';
import { asks } from './asking.ts';

const text = fc.string({ maxLength: 6, unit: fc.constantFrom('a', 'b', 'A', '*', '\\', '.', '🚀') });
const scalar = fc.oneof(text, fc.integer({ min: -3, max: 3 }), fc.boolean(), fc.constant(null));
const value = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'a.b'), tie('any'), { maxKeys: 3 }),
}));
const alternative = fc.oneof(
  scalar,
  fc.boolean().map((exists) => ({ exists })),
  text.map((prefix) => ({ prefix })),
  fc.integer({ min: -3, max: 3 }).map((number) => ({ numeric: ['>', number] })),
  fc.integer({ min: -3, max: 3 }).map((number) => ({ 'anything-but': number })),
);
const source = fc.letrec((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, fc.array(alternative, { minLength: 1, maxLength: 3 }), tie('object')),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'a.b'), tie('node'), { minKeys: 1, maxKeys: 3 }),
}));

test('anything-but is the complement of exact values for what is present', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.array(text, { minLength: 1 }), fc.array(fc.integer(), { minLength: 1 })),
      scalar,
      (list, found) => {
        expect(asks({ a: [{ 'anything-but': list }] }, { a: found })).toBe(!asks({ a: list }, { a: found }));
      },
    ),
  );
});

test.each(['prefix', 'suffix', 'equals-ignore-case', 'wildcard'])('anything-but %s is its complement', (name) => {
  const operand = text.filter((each) => each !== '' && compilePattern({ a: [{ [name]: each }] }).ok);
  fc.assert(
    fc.property(operand, scalar, (asked, found) => {
      const excluded = { a: [{ 'anything-but': { [name]: asked } }] };
      expect(asks(excluded, { a: found })).toBe(!asks({ a: [{ [name]: asked }] }, { a: found }));
    }),
  );
});

test('a wildcard is what a regular expression would find', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', 'b', 'ab', ''), { minLength: 1, maxLength: 3 }),
      text,
      (pieces, found) => {
        const expression = new RegExp(`^${pieces.join('[^]*')}$`);
        const wildcard = pieces.join('*').replace(/\*\*+/g, '*');
        expect(asks({ a: [{ wildcard }] }, { a: found })).toBe(expression.test(found));
      },
    ),
  );
});

test('absent and present exclude each other outside of lists', () => {
  fc.assert(
    fc.property(value.object, (event) => {
      expect(asks({ a: { b: [{ exists: true }] } }, event)).toBe(!asks({ a: { b: [{ exists: false }] } }, event));
    }),
  );
});

test('the quick walk and the collected fields agree', () => {
  fc.assert(
    fc.property(source.object, value.object, (asked, event) => {
      const compiled = compilePattern(asked);
      if (!compiled.ok) return;
      const { combinations, tree } = compiled.pattern;
      const collected = fieldsOf(tree, event);
      expect(matches(compiled.pattern, event)).toBe(combinations.some((each) => holdsConsistently(each, collected)));
    }),
    { numRuns: 1_000 },
  );
});

test('compiling never throws, whatever is given', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (asked, event) => {
      const compiled = compilePattern(asked);
      if (compiled.ok) matches(compiled.pattern, event);
      else expect(compiled.problems.length).toBeGreaterThan(0);
    }),
  );
});
