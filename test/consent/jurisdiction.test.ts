import { describe, expect, test } from 'vitest';
import type { Basis } from '../../shared/consent/consent.ts';
import { allowedBases, jurisdictionOf } from '../../shared/consent/jurisdiction.ts';

describe('P-46 what a company may rest on depends on where the person lives', () => {
  test.each([
    ['DE', 'europe'],
    ['gb', 'europe'],
    ['CA', 'canada'],
    ['US', 'united-states'],
    ['JP', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    [49, 'unknown'],
  ])('country %s is %s', (country, jurisdiction) => {
    expect(jurisdictionOf(country)).toBe(jurisdiction);
  });

  const table: readonly (readonly [Basis, readonly string[]])[] = [
    ['express-doi', ['europe', 'canada', 'united-states', 'unknown']],
    ['express', ['europe', 'canada', 'united-states']],
    ['soft-opt-in', ['europe', 'united-states']],
    ['casl-ebr', ['canada']],
    ['casl-inquiry', ['canada']],
    ['casl-published', ['canada']],
  ];
  test.each(table)('%s counts in %s', (basis, where) => {
    const allowing = Object.entries(allowedBases).flatMap(([jurisdiction, bases]) =>
      bases.includes(basis) ? [jurisdiction] : [],
    );
    expect(allowing).toEqual(where);
  });
});
