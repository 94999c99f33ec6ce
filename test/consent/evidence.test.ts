import { describe, expect, test } from 'vitest';
import { consentRecorded } from '../../shared/consent/evidence.ts';
import { problemsOf } from '../../shared/events/envelope.ts';

const recorded = (more: Record<string, unknown>) => ({
  topics: ['offers'],
  grantedAt: '2026-03-03T09:30:00Z',
  method: 'checkout',
  text: 'We write to customers about similar products.',
  source: 'shop database',
  ...more,
});

function fieldsRefused(more: Record<string, unknown>): readonly string[] {
  const parsed = consentRecorded.safeParse(recorded(more));
  return parsed.success ? [] : problemsOf(parsed.error).map((each) => each.field);
}

const yesNo = [true, false];
const rows = yesNo.flatMap((obtainedInSale) =>
  yesNo.flatMap((refusalOffered) =>
    yesNo.flatMap((refusalUsed) =>
      yesNo.map((ownSimilarProducts) => ({ obtainedInSale, refusalOffered, refusalUsed, ownSimilarProducts })),
    ),
  ),
);

describe('P-49 soft opt-in needs all of its four facts', () => {
  test.each(rows)(
    'sale $obtainedInSale, offered $refusalOffered, used $refusalUsed, similar $ownSimilarProducts',
    (facts) => {
      const missing = [
        ...(facts.obtainedInSale ? [] : ['obtainedInSale']),
        ...(facts.refusalOffered ? [] : ['refusalOffered']),
        ...(facts.refusalUsed ? ['refusalUsed'] : []),
        ...(facts.ownSimilarProducts ? [] : ['ownSimilarProducts']),
      ];
      expect(fieldsRefused({ basis: 'soft-opt-in', ...facts })).toEqual(missing);
    },
  );

  test('and none of them may be left out', () => {
    expect(fieldsRefused({ basis: 'soft-opt-in' })).toHaveLength(4);
  });
});

describe('P-47 an implied consent tells what it counts from', () => {
  test.each([
    ['casl-ebr', 'lastPurchaseAt'],
    ['casl-inquiry', 'inquiryAt'],
  ])('%s needs %s', (basis, field) => {
    expect(fieldsRefused({ basis })).toEqual([field]);
    expect(fieldsRefused({ basis, [field]: '2026-01-01T00:00:00Z' })).toEqual([]);
  });
});
