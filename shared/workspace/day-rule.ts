import { daysOf, EARLIEST } from './rule-days.ts';

/*
 * Of RFC 5545 what names days. Written here rather than taken from a library: the usual one follows a rule that never comes
 * (31 February) to the year 9999, for a minute, the other brings a second Temporal along, and neither keeps the day (P-98).
 */

/** A rule read: RFC 5545, days only. */
export interface DayRule {
  readonly freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count: number | null;
  /** `2027-12-31`, itself included. */
  readonly until: string | null;
  readonly months: readonly number[];
  readonly monthDays: readonly number[];
  readonly yearDays: readonly number[];
  readonly weekdays: readonly OrdinalWeekday[];
  readonly positions: readonly number[];
  /** 0 is Sunday. */
  readonly weekStart: number;
  /** It counts from a day, which the campaign's `starts` must name: every second week, ten times, "the same day each month". */
  readonly needsStart: boolean;
}

/** `2MO`: the second Monday; 0 is every one. */
export interface OrdinalWeekday {
  readonly ordinal: number;
  readonly weekday: number;
}

type ReadRule = { readonly ok: true; readonly rule: DayRule } | { readonly ok: false; readonly message: string };

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const ORDINAL_WEEKDAY = /^([+-]?(?:[1-9]|[1-4]\d|5[0-3]))?(SU|MO|TU|WE|TH|FR|SA)$/;
const numbers = (most: number, least = 1) => ({
  isFit: (text: string) =>
    text.split(',').every((each) => /^[+-]?\d{1,4}$/.test(each) && Math.abs(+each) >= least && Math.abs(+each) <= most),
  words: `numbers from ${least} to ${most}`,
});
const count = (most: number) => ({
  isFit: (text: string) => /^\d{1,4}$/.test(text) && +text >= 1 && +text <= most,
  words: `a number from 1 to ${most}`,
});

/** What a rule of days may say, and with what. */
const PARTS: Readonly<Record<string, { readonly isFit: (text: string) => boolean; readonly words: string }>> = {
  FREQ: {
    isFit: (text) => /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(text),
    words: 'DAILY, WEEKLY, MONTHLY or YEARLY (`at` says when on the day)',
  },
  INTERVAL: count(366),
  COUNT: count(9_999),
  UNTIL: { isFit: (text) => dateOf(text) !== null, words: 'a day such as 20271231' },
  BYMONTH: {
    isFit: (text) => text.split(',').every((each) => /^\d{1,2}$/.test(each) && +each >= 1 && +each <= 12),
    words: 'months from 1 to 12',
  },
  BYMONTHDAY: numbers(31),
  BYYEARDAY: numbers(366),
  BYSETPOS: numbers(366),
  BYDAY: {
    isFit: (text) => text.split(',').every((each) => ORDINAL_WEEKDAY.test(each)),
    words: 'weekdays such as MO,WE or -1FR',
  },
  WKST: { isFit: (text) => WEEKDAYS.includes(text), words: 'a weekday such as MO' },
};

/** The day that `20271231` names, as `2027-12-31`; a time behind it is left out. */
function dateOf(text: string): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?$/.exec(text);
  if (!match) return null;
  const [, year, month, day] = match;
  const date = `${year}-${month}-${day}`;
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? null : date;
}

/** Reads a rule such as `FREQ=MONTHLY;BYMONTHDAY=31`, or says in words what is wrong with it. */
export function readDayRule(text: string): ReadRule {
  const parts = new Map<string, string>();
  for (const part of text
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')
    .filter(Boolean)) {
    const [name = '', value = ''] = part.split('=', 2);
    const known = PARTS[name];
    if (name === 'DTSTART') return refused('takes no DTSTART: `starts` of the campaign says from when it counts');
    if (/^BY(HOUR|MINUTE|SECOND)$/.test(name)) return refused(`takes no ${name}: \`at\` says when on the day`);
    if (!known) return refused(`has the unknown part ${name}: write ${Object.keys(PARTS).join(', ')}`);
    if (parts.has(name)) return refused(`has ${name} twice`);
    if (!known.isFit(value)) return refused(`has ${name}, which takes ${known.words}`);
    parts.set(name, value);
  }
  return together(parts);
}

function refused(message: string): ReadRule {
  return { ok: false, message };
}

/** Leap years are at most eight years apart: a rule that has no day until here has none. */
const LATEST = '2033-01-01';

/** What holds between the parts. */
function together(parts: ReadonlyMap<string, string>): ReadRule {
  const freq = parts.get('FREQ') as DayRule['freq'] | undefined;
  if (!freq) return refused('needs FREQ, such as FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1');
  if (parts.has('COUNT') && parts.has('UNTIL')) return refused('has COUNT and UNTIL: one of them ends it');
  if (/\d/.test(parts.get('BYDAY') ?? '') && (freq === 'DAILY' || freq === 'WEEKLY')) {
    return refused(`has a numbered weekday, which a ${freq} rule does not have: write FREQ=MONTHLY or FREQ=YEARLY`);
  }
  const rule = ruleOf(freq, parts);
  if (rule.positions.length > 0 && rule.weekdays.length + rule.monthDays.length + rule.yearDays.length === 0) {
    return refused('has BYSETPOS and nothing to choose from: add BYDAY or BYMONTHDAY');
  }
  // From the first of a year on, whatever the start will be, it is asked whether any day fits at all.
  if (!rule.needsStart && daysOf(rule, null, EARLIEST, LATEST, 1).length === 0 && rule.until === null) {
    return refused('never comes to a day');
  }
  return { ok: true, rule };
}

function ruleOf(freq: DayRule['freq'], parts: ReadonlyMap<string, string>): DayRule {
  const list = (name: string) => (parts.get(name) ?? '').split(',').filter(Boolean);
  const until = parts.get('UNTIL');
  const count = parts.get('COUNT');
  const interval = Number(parts.get('INTERVAL') ?? 1);
  const saysDays = ['BYMONTHDAY', 'BYYEARDAY', 'BYDAY'].some((name) => parts.has(name));
  return {
    freq,
    interval,
    count: count === undefined ? null : Number(count),
    until: until === undefined ? null : dateOf(until),
    months: list('BYMONTH').map(Number),
    monthDays: list('BYMONTHDAY').map(Number),
    yearDays: list('BYYEARDAY').map(Number),
    weekdays: list('BYDAY').map(weekdayOf),
    positions: list('BYSETPOS').map(Number),
    weekStart: WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO'),
    needsStart: count !== undefined || interval > 1 || (freq !== 'DAILY' && !saysDays),
  };
}

function weekdayOf(text: string): OrdinalWeekday {
  const [, ordinal = '0', name = ''] = ORDINAL_WEEKDAY.exec(text) ?? [];
  return { ordinal: Number(ordinal), weekday: WEEKDAYS.indexOf(name) };
}
