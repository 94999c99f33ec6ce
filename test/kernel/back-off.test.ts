import { describe, expect, test } from 'vitest';
import { backOff, HEALS_WITHIN, triesThrough } from '../../shared/kernel/back-off.ts';
import { HOUR, MINUTE, SECOND } from '../../shared/kernel/instants.ts';

describe('work that failed', () => {
  test('comes again after seconds, and never waits longer than two minutes', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 35].map(backOff)).toEqual([2, 4, 8, 16, 32, 64, 120, 120, 120]);
  });

  test.each([
    [2 * SECOND, 1],
    [126 * SECOND, 6],
    [10 * MINUTE, 10],
    [HOUR, 35],
  ])('through an outage of %i ms is tried %i times', (outage, tries) => {
    expect(triesThrough(outage)).toBe(tries);
  });

  test('waits an hour in all before somebody is called, and tries little more than that', () => {
    const waits = (tries: number) => Array.from({ length: tries }, (_, n) => backOff(n + 1)).reduce((a, b) => a + b);
    expect(waits(35) * SECOND).toBeGreaterThanOrEqual(HEALS_WITHIN);
    expect(waits(34) * SECOND).toBeLessThan(HEALS_WITHIN);
  });
});
