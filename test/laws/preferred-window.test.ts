import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weekdays } from '../../shared/consent/preferences.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import { nextWelcomeInstant } from '../../shared/messages/quiet-hours.ts';
import { shows, wallClock } from '../messages/zones.ts';
import { settings } from '../person/making.ts';

const zone = fc.constantFrom(
  'Australia/Lord_Howe',
  'America/Santiago',
  'America/New_York',
  'Europe/Berlin',
  'America/Havana',
  'Asia/Kathmandu',
  'UTC',
);
// Nights in which clocks are moved, at midnight among them.
const moves = [
  '2027-09-05T04:00:00Z',
  '2027-04-04T03:00:00Z',
  '2026-11-01T05:00:00Z',
  '2027-03-14T05:00:00Z',
  '2027-03-28T01:00:00Z',
  '2026-10-25T01:00:00Z',
];
const instant = fc
  .tuple(fc.constantFrom(...moves.map((text) => Date.parse(text))), fc.integer({ min: -6 * DAY, max: 4 * HOUR }))
  .map(([move, by]) => Math.floor((move + by) / MINUTE) * MINUTE);
const QUARTER = 15 * MINUTE;
const quarter = fc.integer({ min: 0, max: 95 }).map((each) => each * 15);
const days = fc.subarray([...weekdays], { minLength: 1 });

const names = new Map<string, Intl.DateTimeFormat>();
function dayName(of: string, at: Instant): string {
  const format = names.get(of) ?? new Intl.DateTimeFormat('en-GB', { timeZone: of, weekday: 'short' });
  names.set(of, format);
  return format.format(at).toLowerCase();
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

test('P-63 P-92 days, hours and quiet hours together: no instant that all allow is passed over, none that one refuses is taken', () => {
  fc.assert(
    fc.property(
      zone,
      quarter,
      quarter,
      quarter,
      quarter,
      days,
      instant,
      (name, from, to, quietFrom, quietTo, chosen, now) => {
        fc.pre(from !== to && quietFrom !== quietTo);
        const quietHours = { from: quietFrom, to: quietTo };
        const isWelcome = (at: Instant) =>
          !shows(name, quietHours, at) && shows(name, { from, to }, at) && chosen.includes(dayName(name, at) as 'mon');
        let expected: Instant | null = now;
        while (expected !== null && !isWelcome(expected)) {
          // Every window, zone and change of clocks here stands on a quarter of an hour.
          expected = Math.floor(expected / QUARTER) * QUARTER + QUARTER;
          if (expected > now + 7 * DAY) expected = null;
        }
        const wish = { days: chosen, hours: { from: clock(from), to: clock(to) } };
        const place = { known: 'zone', zones: [name] } as const;
        const found = nextWelcomeInstant(place, { ...settings, quietHours }, wish, now);
        if (expected === null) expect(found).toBeGreaterThan(now + 7 * DAY);
        else expect([wallClock(name, found), found]).toEqual([wallClock(name, expected), expected]);
      },
    ),
    { numRuns: 300 },
  );
});
