import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { ageAt } from '../../shared/profiles/age.ts';

/** By the calendar of one zone, the slow way. */
function ageInZone(birthday: string, zone: string, at: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const born = Temporal.PlainDate.from(birthday);
  const isBefore = today.month * 100 + today.day < born.month * 100 + born.day;
  return today.year - born.year - (isBefore ? 1 : 0);
}

const zones = ['Pacific/Kiritimati', 'Europe/Berlin', 'Pacific/Pago_Pago', 'America/St_Johns'];

test('an age is that of the zone’s own calendar, around birthdays above all (P-104)', () => {
  const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true });
  const beside = fc.integer({ min: -40 * HOUR, max: 40 * HOUR });
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 60 }), beside, fc.constantFrom(...zones), (born, years, off, zone) => {
      const birthday = born.toISOString().slice(0, 10);
      const at = Date.UTC(born.getUTCFullYear() + years, born.getUTCMonth(), born.getUTCDate()) + off;
      expect(ageAt(birthday, [zone], at)).toBe(Math.max(0, ageInZone(birthday, zone, at)));
    }),
  );
});

test('what is no day of the calendar tells no age', () => {
  for (const said of ['2026-02-30', '1990-13-01', '1990-00-10', '17.05.1990', '', 17, null]) {
    expect(ageAt(said, ['Europe/Berlin'], 50 * 365 * DAY)).toBeNull();
  }
});

test('a birthday may be told as an instant, or without leading zeros; of the days that an instant may mean the latest counts (P-104)', () => {
  const at = Date.parse('2026-11-22T12:00:00Z');
  for (const said of ['2008-11-22', '2008-11-22T00:00:00Z', '2008-11-21T23:00:00.000Z', '2008-11-22T00:00:00+01:00'])
    expect(ageAt(said, ['Europe/Berlin'], at)).toBe(18);
  expect(ageAt('2008-11-22T20:00:00Z', ['Europe/Berlin'], at)).toBe(17);
  expect(ageAt('2020-5-7', ['Europe/Berlin'], at)).toBe(6);
});
