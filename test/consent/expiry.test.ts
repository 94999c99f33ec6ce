import { describe, expect, test } from 'vitest';
import { expiryOf } from '../../shared/consent/expiry.ts';
import { isoInstant } from '../../shared/kernel/instants.ts';

const at = (text: string) => Date.parse(text);

describe('P-47 implied consent under CASL ends on its anniversary', () => {
  test.each([
    ['two years after a purchase', 'casl-ebr', '2024-05-10T15:00:00Z', 'America/Toronto', '2026-05-10T04:00:00.000Z'],
    [
      'six months after an inquiry',
      'casl-inquiry',
      '2026-01-15T15:00:00Z',
      'America/Toronto',
      '2026-07-15T04:00:00.000Z',
    ],
    ['a month end is clamped', 'casl-inquiry', '2026-08-31T15:00:00Z', 'America/Toronto', '2027-02-28T05:00:00.000Z'],
    ['29 February in a common year', 'casl-ebr', '2024-02-29T15:00:00Z', 'America/Toronto', '2026-02-28T05:00:00.000Z'],
    ['the day is the recipient’s', 'casl-ebr', '2024-05-10T02:00:00Z', 'America/Vancouver', '2026-05-09T07:00:00.000Z'],
    [
      'an unknown zone ends with the first clock on Earth',
      'casl-ebr',
      '2024-05-10T05:00:00Z',
      null,
      '2026-05-09T10:00:00.000Z',
    ],
  ] as const)('%s', (_, basis, since, zone, ends) => {
    expect(isoInstant(expiryOf(basis, at(since), zone) ?? 0)).toBe(ends);
  });

  test.each(['express-doi', 'express', 'soft-opt-in', 'casl-published'] as const)(
    '%s does not end by itself',
    (basis) => {
      expect(expiryOf(basis, at('2024-05-10T15:00:00Z'), 'America/Toronto')).toBeNull();
    },
  );
});
