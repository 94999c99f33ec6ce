import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../shared/kernel/instants.ts';
import { nextLoudInstant } from '../../shared/messages/quiet-hours.ts';
import { zoneOf } from '../../shared/profiles/zone.ts';
import type { DailyWindow } from '../../shared/workspace/definitions.ts';
import { settings } from '../person/making.ts';
import { firstLoudMinute } from './zones.ts';

const hours = (from: string, to: string): DailyWindow => {
  const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return { from: minute(from), to: minute(to) };
};
const night = hours('21:00', '08:00');

function opening(zone: string, quiet: DailyWindow, at: string): string {
  const until = nextLoudInstant({ known: 'zone', zones: [zone] }, { ...settings, quietHours: quiet }, Date.parse(at));
  return new Date(until).toISOString().replace(':00.000Z', 'Z');
}

describe('P-92 quiet hours are half-open, to the second', () => {
  test.each([
    ['2026-11-18T19:59:59Z', '2026-11-18T19:59:59.000Z', 'the last second of the day is loud'],
    ['2026-11-18T20:00:00Z', '2026-11-19T07:00Z', '21:00:00 is quiet'],
    ['2026-11-19T06:59:59Z', '2026-11-19T07:00Z', '07:59:59 is quiet'],
    ['2026-11-19T07:00:00Z', '2026-11-19T07:00Z', '08:00:00 is loud'],
  ])('in Berlin %s is answered by %s: %s', (at, until) => {
    expect(opening('Europe/Berlin', night, at)).toBe(until);
  });
});

describe('P-90 where the clock is moved', () => {
  test.each<[string, string, DailyWindow, string, string]>([
    [
      'the night of the gap ends at 08:00 of the new time',
      'Europe/Berlin',
      night,
      '2027-03-27T22:00:00Z',
      '2027-03-28T06:00Z',
    ],
    [
      'the night of the overlap ends at 08:00 of the new time',
      'Europe/Berlin',
      night,
      '2026-10-24T22:00:00Z',
      '2026-10-25T07:00Z',
    ],
    [
      'a window that opens inside the gap opens at its end',
      'Europe/Berlin',
      hours('21:00', '02:30'),
      '2027-03-28T00:30:00Z',
      '2027-03-28T01:00Z',
    ],
    [
      'a gap of half an hour (Lord Howe)',
      'Australia/Lord_Howe',
      hours('21:00', '02:15'),
      '2027-10-02T14:00:00Z',
      '2027-10-02T15:30Z',
    ],
    [
      'a gap at midnight (Santiago)',
      'America/Santiago',
      hours('20:00', '00:30'),
      '2027-09-05T03:00:00Z',
      '2027-09-05T04:00Z',
    ],
    [
      'an hour that comes twice opens twice',
      'America/New_York',
      hours('21:00', '01:30'),
      '2026-11-01T06:05:00Z',
      '2026-11-01T06:30Z',
    ],
    [
      'a clock put back from behind the end of the day opens it again',
      'America/New_York',
      hours('01:30', '00:30'),
      '2026-11-01T05:40:00Z',
      '2026-11-01T06:00Z',
    ],
    ['a zone of odd minutes (Kathmandu)', 'Asia/Kathmandu', night, '2026-11-18T16:00:00Z', '2026-11-19T02:15Z'],
  ])('%s', (_, zone, quiet, at, until) => {
    expect(opening(zone, quiet, at)).toBe(until);
    expect(firstLoudMinute([zone], quiet, Date.parse(at), 2 * DAY)).toBe(Date.parse(until));
  });
});

describe('P-94 where the clock stands', () => {
  const until = (timeZone: unknown, country: unknown, at: string) =>
    new Date(nextLoudInstant(zoneOf(timeZone, country), settings, Date.parse(at))).toISOString();

  test.each([
    ["the profile's own zone comes first", 'Asia/Tokyo', 'DE', '2026-11-18T13:00:00Z', '2026-11-18T23:00:00.000Z'],
    ['then the one zone of the country', undefined, 'JP', '2026-11-18T13:00:00Z', '2026-11-18T23:00:00.000Z'],
    [
      'a country of many waits until the last has woken',
      undefined,
      'US',
      '2026-11-18T12:00:00Z',
      '2026-11-18T18:00:00.000Z',
    ],
    ['and stops when the first goes to sleep', undefined, 'US', '2026-11-19T02:00:00Z', '2026-11-19T18:00:00.000Z'],
    [
      'an unknown place has 10:00 to 17:00 of the settings zone',
      undefined,
      undefined,
      '2026-11-18T16:00:00Z',
      '2026-11-19T09:00:00.000Z',
    ],
    ['its last minute is 16:59', undefined, undefined, '2026-11-18T15:59:00Z', '2026-11-18T15:59:00.000Z'],
    [
      'a zone that does not exist is unknown',
      'Mars/Base',
      undefined,
      '2026-11-18T16:00:00Z',
      '2026-11-19T09:00:00.000Z',
    ],
  ])('%s', (_, zone, country, at, expected) => {
    expect(until(zone, country, at)).toBe(expected);
  });

  test('a country so wide that no hour suits all of it is treated as unknown', () => {
    const round = {
      known: 'country',
      zones: ['Pacific/Auckland', 'Asia/Tokyo', 'Europe/Berlin', 'America/Los_Angeles'],
    } as const;
    expect(nextLoudInstant(round, settings, Date.parse('2026-11-18T16:00:00Z'))).toBe(
      Date.parse('2026-11-19T09:00:00Z'),
    );
  });
});

test('no quiet hours hold nothing, wherever anybody is', () => {
  const always = { ...settings, quietHours: { from: 60, to: 60 } };
  const at = Date.parse('2026-11-18T02:00:00Z') + 17 * MINUTE;
  expect(nextLoudInstant(zoneOf(undefined, undefined), always, at)).toBe(at);
});
