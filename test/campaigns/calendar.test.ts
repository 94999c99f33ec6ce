import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayAt,
  dayInYear,
  dayOf,
  daysBefore,
  momentOn,
  nextWeekday,
  startOf,
} from '../../shared/campaigns/calendar.ts';
import { DAY, HOUR, isoInstant } from '../../shared/kernel/instants.ts';

const day = (text: string) => dayOf(text, 'UTC')!;
const at = (text: string, minute: number, zone: string) => isoInstant(momentOn(day(text), minute, zone));

describe('a moment of the local clock (P-90)', () => {
  test('that a gap swallows is the first after it', () => {
    expect(at('2027-03-28', 2 * 60 + 30, 'Europe/Berlin')).toBe('2027-03-28T01:30:00.000Z');
    // In Santiago the clock goes from 23:59:59 to 01:00: that day has no midnight.
    expect(at('2027-09-05', 0, 'America/Santiago')).toBe('2027-09-05T04:00:00.000Z');
    // Lord Howe moves by half an hour.
    expect(at('2027-10-03', 2 * 60 + 15, 'Australia/Lord_Howe')).toBe('2027-10-02T15:45:00.000Z');
  });

  test('that an overlap shows twice is the first', () => {
    expect(at('2027-10-31', 2 * 60 + 30, 'Europe/Berlin')).toBe('2027-10-31T00:30:00.000Z');
    expect(at('2027-11-07', 60 + 30, 'America/New_York')).toBe('2027-11-07T05:30:00.000Z');
  });

  test('lies on its day, and at its time unless a gap swallows that', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const days = fc.integer({ min: Date.UTC(2026, 0) / DAY, max: Date.UTC(2036, 0) / DAY });
    fc.assert(
      fc.property(zones, days, fc.integer({ min: 0, max: 1439 }), (zone, number, minute) => {
        const local = day(isoInstant(number * DAY).slice(0, 10));
        const moment = momentOn(local, minute, zone);
        expect(dayAt(moment, zone).toString()).toBe(local.toString());
        // No zone moves its clock by more than an hour nowadays; a whole day that a zone skips would show here.
        expect(Math.abs(moment - Date.parse(`${local}T00:00:00Z`) - minute * 60_000)).toBeLessThanOrEqual(15 * HOUR);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('so long before a day', () => {
  test('is counted on the calendar, not in hours (P-96)', () => {
    expect(daysBefore(day('2027-04-01'), 'P30D').toString()).toBe('2027-03-02');
    expect(momentOn(daysBefore(day('2027-04-01'), 'P7D'), 540, 'Europe/Berlin')).toBe(
      Date.parse('2027-03-25T08:00:00Z'),
    );
    expect(momentOn(day('2027-04-01'), 540, 'Europe/Berlin')).toBe(Date.parse('2027-04-01T07:00:00Z'));
  });

  test('a month keeps its day where there is one, and never drifts (P-98)', () => {
    const ends = Array.from({ length: 24 }, (_, n) => daysBefore(day('2028-01-31'), `P${n}M`).toString());
    expect(ends.slice(0, 12).map((each) => each.slice(5))).toEqual([
      '01-31',
      '12-31',
      '11-30',
      '10-31',
      '09-30',
      '08-31',
      '07-31',
      '06-30',
      '05-31',
      '04-30',
      '03-31',
      '02-28',
    ]);
    expect(ends.filter((each) => each.endsWith('-01-31'))).toHaveLength(2);
  });
});

describe('a day', () => {
  test('is read from a date, or from an instant by the zone; nothing else is one', () => {
    expect(dayOf('2027-03-20T23:30:00Z', 'Europe/Berlin')?.toString()).toBe('2027-03-21');
    for (const midnight of ['T00:00:00.000Z', 'T00:00:00Z', 'T00:00Z']) {
      expect(dayOf(`1990-12-10${midnight}`, 'America/New_York')?.toString()).toBe('1990-12-10');
    }
    expect(dayOf('1990-12-10T01:00:00+01:00', 'America/New_York')?.toString()).toBe('1990-12-09');
    for (const wrong of ['2027-02-29', 'tomorrow', 20270320, null, '2027-3-2']) expect(dayOf(wrong, 'UTC')).toBeNull();
  });

  test('of 29 February is the day the settings say in common years (P-95)', () => {
    expect(dayInYear(day('1992-02-29'), 2027, '02-28').toString()).toBe('2027-02-28');
    expect(dayInYear(day('1992-02-29'), 2027, '03-01').toString()).toBe('2027-03-01');
    expect(dayInYear(day('1992-02-29'), 2028, '03-01').toString()).toBe('2028-02-29');
  });

  test('of the settings begins at its midnight, an instant where it is', () => {
    expect(isoInstant(startOf('2026-12-24', 'Europe/Berlin'))).toBe('2026-12-23T23:00:00.000Z');
    expect(isoInstant(startOf('2026-12-24T18:00:00Z', 'Europe/Berlin'))).toBe('2026-12-24T18:00:00.000Z');
  });

  test('of the week is the next one, today until its time has passed', () => {
    const friday = (from: string) => isoInstant(nextWeekday(5, 570, 'Europe/Berlin', Date.parse(from)));
    expect(friday('2026-11-20T08:30:00Z')).toBe('2026-11-20T08:30:00.000Z');
    expect(friday('2026-11-20T08:30:01Z')).toBe('2026-11-27T08:30:00.000Z');
    expect(friday('2026-11-18T00:00:00Z')).toBe('2026-11-20T08:30:00.000Z');
  });
});
