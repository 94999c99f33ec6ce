import { describe, expect, test } from 'vitest';
import { readDayRule } from '../../shared/workspace/day-rule.ts';
import { daysOf } from '../../shared/workspace/rule-days.ts';

function days(text: string, start: string | null, from: string, to: string): string {
  const read = readDayRule(text);
  return read.ok ? daysOf(read.rule, start, from, to).join(' ') : read.message;
}

describe('P-98 a rule by days of the month', () => {
  test('keeps its day over 24 months: the 31st, or the last day that there is', () => {
    const said = days('FREQ=MONTHLY;BYMONTHDAY=31', null, '2026-01-01', '2027-12-31').split(' ');
    expect(said).toEqual([
      ...['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30'],
      ...['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31'],
      ...['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30'],
      ...['2027-07-31', '2027-08-31', '2027-09-30', '2027-10-31', '2027-11-30', '2027-12-31'],
    ]);
    expect(days('FREQ=MONTHLY', '2026-01-31', '2026-01-01', '2027-12-31').split(' ')).toEqual(said);
  });

  test.each([
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-02-28 2027-02-28 2028-02-29 2029-02-28'],
    [
      'FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31',
      '2026-02-28 2026-04-30 2027-02-28 2027-04-30 2028-02-29 2028-04-30 2029-02-28',
    ],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', '2026-02-28 2027-02-28 2028-02-29 2029-02-28'],
  ])('%s', (text, said) => {
    expect(days(text, null, '2026-01-01', '2029-03-01')).toBe(said);
  });
});

describe('a rule of days', () => {
  test.each([
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1', '2026-12-01 2027-12-01'],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', '2026-11-26 2027-11-25'],
    ['FREQ=YEARLY;BYDAY=-1SU', '2026-12-27 2027-12-26'],
    ['RRULE:FREQ=YEARLY;BYYEARDAY=-1', '2026-12-31 2027-12-31'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '2026-02-13 2026-03-13 2026-11-13 2027-08-13'],
    ['FREQ=MONTHLY;BYMONTH=1;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-01-30 2027-01-29'],
    ['FREQ=DAILY;UNTIL=20260103', '2026-01-01 2026-01-02 2026-01-03'],
  ])('%s', (text, said) => {
    expect(days(text, null, '2026-01-01', '2027-12-31')).toBe(said);
  });

  test('counts from its start, wherever one looks', () => {
    const fortnight = 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE';
    expect(days(fortnight, '2026-11-02', '2026-11-01', '2026-11-30')).toBe(
      '2026-11-02 2026-11-04 2026-11-16 2026-11-18 2026-11-30',
    );
    expect(days(fortnight, '2026-11-02', '2027-11-01', '2027-11-14')).toBe('2027-11-01 2027-11-03');
    expect(days('FREQ=DAILY;COUNT=3', '2026-11-02', '2026-11-03', '2027-01-01')).toBe('2026-11-03 2026-11-04');
  });

  test.each([
    ['', 'needs FREQ'],
    ['FREQ=HOURLY', '`at` says when'],
    ['FREQ=DAILY;BYHOUR=9', '`at` says when'],
    ['FREQ=DAILY;INTERVAL=0', 'a number from 1'],
    ['FREQ=DAILY;BANANA=1', 'unknown part BANANA'],
    ['FREQ=DAILY;DTSTART=20260101', '`starts`'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'numbers from 1 to 31'],
    ['FREQ=WEEKLY;BYDAY=2MO', 'numbered weekday'],
    ['FREQ=DAILY;UNTIL=20260231', 'a day such as'],
    ['FREQ=DAILY;COUNT=3;UNTIL=20270101', 'one of them'],
    ['FREQ=MONTHLY;BYDAY=6MO', 'never comes'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-30', 'never comes'],
    ['FREQ=MONTHLY;BYSETPOS=1', 'nothing to choose from'],
  ])('%s is refused in words', (text, words) => {
    expect(days(text, null, '2026-01-01', '2027-01-01')).toContain(words);
  });
});
