import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../shared/kernel/json.ts';
import { applyTraits } from '../../shared/profiles/traits.ts';

const value: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom('a', 'b', 1, 2, true, null),
  fc.constant([{ id: 1 }]),
  fc.constant({ x: 1 }),
);
const said = fc.record({
  at: fc.integer({ min: 1, max: 9 }),
  values: fc.dictionary(fc.constantFrom('name', 'plan', 'email'), value, { maxKeys: 3 }),
});

test('traits of different instants are the same whatever order they are told in, and however often', () => {
  fc.assert(
    fc.property(
      fc
        .uniqueArray(said, { maxLength: 6, selector: (each) => each.at })
        .chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.shuffledSubarray(list)),
        ),
      ([one, other, again]) => {
        const fold = (list: typeof one) => list.reduce((held, each) => applyTraits(held, each.values, each.at), {});
        expect(fold([...other, ...again])).toEqual(fold(one));
      },
    ),
    { numRuns: 5_000 },
  );
});

test('what was told already gives the same object back', () => {
  fc.assert(
    fc.property(said, ({ at, values }) => {
      const once = applyTraits({}, values, at);
      expect(applyTraits(once, values, at)).toBe(once);
      expect(applyTraits(once, values, at - 1)).toBe(once);
    }),
  );
});
