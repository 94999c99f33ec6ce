import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { nextLoudInstant } from '../../shared/messages/quiet-hours.ts';
import { firstLoudMinute } from '../messages/zones.ts';
import { settings } from '../person/making.ts';

const zones = [
  'Australia/Lord_Howe',
  'America/Santiago',
  'America/New_York',
  'Asia/Kathmandu',
  'Europe/Berlin',
  'America/St_Johns',
  'America/Havana',
  'Pacific/Chatham',
  'Atlantic/Azores',
  'Africa/Casablanca',
  'UTC',
];

// Nights in which clocks are moved, so that one example in two is about them.
const moves = [
  '2027-09-05T04:00:00Z',
  '2027-04-04T03:00:00Z',
  '2027-03-14T07:00:00Z',
  '2026-11-01T06:00:00Z',
  '2027-10-02T15:30:00Z',
  '2027-04-03T15:00:00Z',
  '2027-03-28T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2027-03-14T05:00:00Z',
].map((text) => Date.parse(text));

const zone = fc.constantFrom(...zones);
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
const instant = fc.oneof(
  fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2028-12-31T00:00:00Z') }),
  fc.tuple(fc.constantFrom(...moves), fc.integer({ min: -8 * HOUR, max: 4 * HOUR })).map(([move, by]) => move + by),
);

describe('the next loud instant (P-92)', () => {
  test('is never past, is loud itself, and skips no allowed minute, whatever zone, hours and season', () => {
    fc.assert(
      fc.property(zone, minute, minute, instant, (name, from, to, now) => {
        fc.pre(from !== to);
        const quietHours = { from, to };
        const until = nextLoudInstant({ known: 'zone', zones: [name] }, { ...settings, quietHours }, now);
        expect(until).toBe(firstLoudMinute([name], quietHours, now, 2 * DAY));
      }),
      { numRuns: 3_000 },
    );
  });

  test('P-94 in a country of several zones is loud in all of them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(zone, { minLength: 2, maxLength: 4 }), instant, (names, now) => {
        const quietHours = { from: 21 * 60, to: 8 * 60 };
        const found = firstLoudMinute(names, quietHours, now, 2 * DAY);
        fc.pre(found !== null);
        expect(nextLoudInstant({ known: 'country', zones: names }, { ...settings, quietHours }, now)).toBe(found);
      }),
      { numRuns: 500 },
    );
  });
});
