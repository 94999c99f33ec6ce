import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../shared/kernel/durations.ts';
import { assertNever } from '../../shared/kernel/exhaustive.ts';
import { derivedId, derivedNumber } from '../../shared/kernel/ids.ts';
import { DAY, HOUR, isoDay, isoInstant, MINUTE, parseInstant, SECOND } from '../../shared/kernel/instants.ts';

describe('a duration', () => {
  test.each([
    ['P3D', 3 * DAY],
    ['PT72H', 72 * HOUR],
    ['P1W', 7 * DAY],
    ['P1DT12H30M5S', DAY + 12 * HOUR + 30 * MINUTE + 5 * SECOND],
    ['PT0.5S', 500],
    ['PT0S', 0],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each(['', 'P', 'PT', 'P1DT', '3D', 'P1M', 'P1Y', 'P-1D', 'P1.5D', 'PT1H ', 'p1d', '1'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('an instant', () => {
  test.each([
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00Z', '2026-11-21T10:00:00.000Z'],
    ['2026-11-21T10:00:00.123456Z', '2026-11-21T10:00:00.123Z'],
    ['2026-11-21T10:00:00+01:00', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21T10:00:00+0100', '2026-11-21T09:00:00.000Z'],
    ['2028-02-29T10:00:00Z', '2028-02-29T10:00:00.000Z'],
  ])('%s is read', (text, utc) => {
    expect(isoInstant(parseInstant(text) ?? 0)).toBe(utc);
  });

  test.each([
    '2026-11-21T10:00:00',
    '2026-11-21',
    'now',
    '',
    '2026-13-01T00:00:00Z',
    '2026-02-29T10:00:00Z',
    '2026-02-30T10:00:00Z',
    '2026-11-31T10:00:00Z',
    '2026-11-21 10:00:00Z',
    '1795000000000',
  ])('%j names none', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('belongs to a UTC day', () => {
    expect(isoDay(Date.parse('2026-11-21T23:59:59.999Z'))).toBe('2026-11-21');
  });
});

describe('a derived id', () => {
  test('is the same for the same parts, and 22 letters that SES tags take', () => {
    expect(derivedId('c-42', 'cart:1', 'send')).toBe(derivedId('c-42', 'cart:1', 'send'));
    expect(derivedId('c-42')).toMatch(/^[\w-]{22}$/);
  });

  test.each([
    [['a', 'b'], ['ab']],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [
      ['a:b', 'c'],
      ['a', 'b:c'],
    ],
    [['1'], [1]],
    [['a', ''], ['a']],
  ])('tells %j from %j', (left, right) => {
    expect(derivedId(...left)).not.toBe(derivedId(...right));
  });

  test('a derived number is sticky and spreads over its range', () => {
    const numbers = Array.from({ length: 1_000 }, (_, index) => derivedNumber(10, 'holdout', `c-${index}`));
    expect(Math.min(...numbers)).toBe(0);
    expect(Math.max(...numbers)).toBe(9);
    expect(derivedNumber(10, 'holdout', 'c-7')).toBe(numbers[7]);
  });
});

test('what the types rule out throws', () => {
  expect(() => assertNever('surprise' as never)).toThrow('surprise');
});
