import { DAY } from '../kernel/instants.ts';
import type { DayRule, OrdinalWeekday } from './day-rule.ts';

/** Rules without a start count from here: a Monday, and the first day of a year. */
export const EARLIEST = '2024-01-01';
/**
 * The days of a rule from `from` to `to`, both included, as `2026-12-01`, at most `most`, earliest first. `start` is the first
 * day it may name. A month without the 29th, 30th or 31st has its last day instead (P-98), where RFC 5545 leaves it out.
 */
export function daysOf(rule: DayRule, start: string | null, from: string, to: string, most = 1_000): string[] {
  const first = dayNumber(start ?? EARLIEST);
  const [low, high] = [dayNumber(from), Math.min(dayNumber(to), rule.until ? dayNumber(rule.until) : dayNumber(to))];
  const days: string[] = [];
  let counted = 0;
  // What counts must be counted from its beginning; all else may begin where it is asked about.
  for (let nth = rule.count === null ? nthAt(rule, first, low) : 0; ; nth += 1) {
    const period = periodOf(rule, first, nth);
    if (period.from > high || days.length >= most) return days;
    for (const day of chosen(rule, period, first)) {
      counted += 1;
      if (rule.count !== null && counted > rule.count) return days;
      if (day >= low && day <= high && days.length < most) days.push(dateText(day));
    }
  }
}

interface Period {
  readonly from: number;
  readonly to: number;
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY;
}

function dateText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function dateIn(day: number): { readonly year: number; readonly month: number; readonly date: number } {
  const at = new Date(day * DAY);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() };
}

/** Months beyond December count on into the next years. */
function firstOf(year: number, month: number): number {
  return Date.UTC(year, month - 1, 1) / DAY;
}

/** 1970-01-01 was a Thursday. */
function weekdayAt(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The nth day, week, month or year of the rule, itself and those left out between counted from its start. */
function periodOf({ freq, interval, weekStart }: DayRule, first: number, nth: number): Period {
  const { year, month } = dateIn(first);
  const step = nth * interval;
  switch (freq) {
    case 'DAILY':
      return { from: first + step, to: first + step };
    case 'WEEKLY': {
      const from = first - ((weekdayAt(first) - weekStart + 7) % 7) + 7 * step;
      return { from, to: from + 6 };
    }
    case 'MONTHLY':
      return { from: firstOf(year, month + step), to: firstOf(year, month + step + 1) - 1 };
    case 'YEARLY':
      return { from: firstOf(year + step, 1), to: firstOf(year + step + 1, 1) - 1 };
  }
}

const LONGEST = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };

/** A period at or a little before the day: no period is longer than the longest. */
function nthAt({ freq, interval }: DayRule, first: number, day: number): number {
  return Math.max(0, Math.floor((day - first) / (LONGEST[freq] * interval)) - 1);
}

/** The days of a period that the rule names, in order, none before its start. */
function chosen(rule: DayRule, { from, to }: Period, first: number): readonly number[] {
  const fitting: number[] = [];
  for (let day = from; day <= to; day += 1) if (isNamed(rule, day, first)) fitting.push(day);
  const { positions } = rule;
  const at = (position: number) => fitting.at(position > 0 ? position - 1 : position);
  const days = positions.length === 0 ? fitting : fitting.filter((day) => positions.some((each) => at(each) === day));
  return days.filter((day) => day >= first);
}

function isNamed(rule: DayRule, day: number, first: number): boolean {
  const { year, month, date } = dateIn(day);
  const { freq, months, monthDays, yearDays, weekdays } = rule;
  const saysDays = monthDays.length + yearDays.length + weekdays.length > 0;
  const start = dateIn(first);
  if (months.length > 0 && !months.includes(month)) return false;
  if (!saysDays && freq === 'WEEKLY') return weekdayAt(day) === weekdayAt(first);
  if (!saysDays && freq === 'YEARLY' && months.length === 0 && month !== start.month) return false;
  if (!saysDays && freq !== 'DAILY') return date === Math.min(start.date, lengthOf(year, month));
  const length = lengthOf(year, month);
  const keepsDay = weekdays.length + yearDays.length + rule.positions.length === 0;
  const isDate = (each: number) => date === (each < 0 ? length + 1 + each : keepsDay ? Math.min(each, length) : each);
  if (monthDays.length > 0 && !monthDays.some(isDate)) return false;
  const days = firstOf(year + 1, 1) - firstOf(year, 1);
  const ofYear = day - firstOf(year, 1) + 1;
  if (yearDays.length > 0 && !yearDays.some((each) => ofYear === (each < 0 ? days + 1 + each : each))) return false;
  const within = freq === 'YEARLY' && months.length === 0 ? [ofYear, days] : [date, length];
  return weekdays.length === 0 || weekdays.some((each) => isWeekday(each, day, within as [number, number]));
}

function lengthOf(year: number, month: number): number {
  return firstOf(year, month + 1) - firstOf(year, month);
}

/** `place` is the day's in its month or year, `length` how many days that has. */
function isWeekday(
  { ordinal, weekday }: OrdinalWeekday,
  day: number,
  [place, length]: readonly [number, number],
): boolean {
  if (weekdayAt(day) !== weekday) return false;
  if (ordinal === 0) return true;
  return ordinal === (ordinal > 0 ? Math.ceil(place / 7) : -Math.ceil((length - place + 1) / 7));
}
