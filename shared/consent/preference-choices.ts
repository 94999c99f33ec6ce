import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { parseDuration } from '../kernel/durations.ts';
import type { Problem } from '../kernel/errors.ts';
import { DAY, type Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';
import { isTimeZone } from '../profiles/zone.ts';
import { minuteOf, overlap } from '../workspace/daily-window.ts';
import type { Settings } from '../workspace/definitions.ts';
import { type Choices, UNTIL_RESUMED, type Weekday, weekdays } from './preferences.ts';

/** Sent messages are remembered that long: a longer window could not be kept (P-67). */
const LONGEST_WINDOW = 30 * DAY;

const per = z.string('is a duration such as P7D').refine(
  (text) => {
    const ms = parseDuration(text);
    return ms !== null && ms > 0 && ms <= LONGEST_WINDOW;
  },
  { message: 'is a duration from PT1S to P30D, such as PT24H, P7D or P30D for a month' },
);

const frequency = z.object(
  {
    max: z.int('is a whole number from 1 to 50').min(1, 'is at least 1: to get nothing is consent.withdrawn').max(50),
    per,
  },
  'is { max, per } such as { "max": 1, "per": "P7D" }, or null for no wish',
);

/** `mon` to `sun`, English names, or ISO numbers (1 is Monday); kept as `mon` to `sun`. */
function weekdayOf(given: unknown): Weekday | undefined {
  if (typeof given === 'number') return weekdays[given - 1];
  if (typeof given !== 'string') return undefined;
  if (/^[1-7]$/.test(given)) return weekdays[Number(given) - 1];
  const name = given.trim().toLowerCase();
  const full = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  return weekdays.find((short, index) => name === short || name === full[index]);
}

const weekday = z.unknown().transform((given, context): Weekday => {
  const found = weekdayOf(given);
  if (!found) context.addIssue({ code: 'custom', message: 'is no weekday: mon to sun, or 1 to 7 with 1 for Monday' });
  return found ?? 'mon';
});

const days = z
  .array(weekday, 'is a list of weekdays such as ["mon", "thu"], or null for any day')
  .min(1, 'names no day: null is any day; to get nothing is consent.withdrawn')
  .transform((all) => weekdays.filter((each) => all.includes(each)));

const clock = z
  .string('is a local time such as 09:00')
  .refine((text) => minuteOf(text) !== null, { message: 'is no time of day: write it as 09:00, with two digits each' });

const hours = z
  .object({ from: clock, to: clock }, 'is { from, to } such as { "from": "09:00", "to": "18:00" }, or null')
  .refine((window) => window.from !== window.to, {
    path: ['to'],
    message: 'is when the window begins: null is any hour',
  });

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

const pausedUntil = z
  .string(`is a date such as 2027-01-31, ${UNTIL_RESUMED}, or null to resume`)
  .refine((text) => text === UNTIL_RESUMED || isDate(text), {
    message: `is no date: write the first day with mail as 2027-01-31, or ${UNTIL_RESUMED}`,
  });

const muted = z
  .array(z.string('is the id of a campaign').min(1).max(64, 'takes at most 64 letters'), 'is a list of campaign ids')
  .max(100, 'names more than 100 campaigns')
  .transform((all) => [...new Set(all)].sort());

const timeZone = z
  .string('is an IANA zone such as Europe/Berlin')
  .refine(isTimeZone, { message: 'is no IANA zone such as Europe/Berlin' });

/** `properties` of `preferences.changed`: each choice for itself; null takes it back, what is left out stays. */
export const preferencesChanged = z
  .object({
    frequency: frequency.nullish(),
    days: days.nullish(),
    hours: hours.nullish(),
    pausedUntil: pausedUntil.nullish(),
    language: z.string('is a locale such as de').nullish(),
    muted: muted.nullish(),
    timeZone: timeZone.nullish(),
  })
  .refine((given) => Object.values(given).some((each) => each !== undefined), {
    path: [],
    message: 'says no choice: frequency, days, hours, pausedUntil, language, muted or timeZone',
  });

/** The choices that were really made, in a form that the row keeps. */
export function choicesIn(given: z.output<typeof preferencesChanged>): Choices {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<string, Json>;
}

/** The last day that a pause may end on, counted in the zone of the workspace (P-65). */
export function lastPauseDay(settings: Settings, at: Instant): string {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(settings.timeZone).toPlainDate();
  return today.add({ days: Math.floor(settings.permission.pauseAtMost / DAY) }).toString();
}

function pauseProblem(choices: Choices, settings: Settings, at: Instant): string | null {
  const until = choices.pausedUntil;
  if (typeof until !== 'string' || until === UNTIL_RESUMED) return null;
  const last = lastPauseDay(settings, at);
  return until <= last ? null : `is more than the permitted days ahead: ${last} at the latest, or ${UNTIL_RESUMED}`;
}

function languageProblem(choices: Choices, { locales }: Settings): string | null {
  const { language } = choices;
  if (typeof language !== 'string' || locales.includes(language)) return null;
  return `is no locale of the workspace: ${locales.join(', ')} are`;
}

function hoursProblem(choices: Choices, { quietHours }: Settings): string | null {
  const given = choices.hours as { readonly from: string; readonly to: string } | null | undefined;
  if (!given || quietHours.from === quietHours.to) return null;
  const window = { from: minuteOf(given.from) ?? 0, to: minuteOf(given.to) ?? 0 };
  const isEver = overlap(window, { from: quietHours.to, to: quietHours.from });
  return isEver ? null : 'lies within the quiet hours, so that no mail would ever come: choose hours of the day';
}

/**
 * What the workspace says against choices that are well-formed by themselves: a pause beyond the longest (P-65), a language
 * that it does not speak, hours in which it never writes. `at` is when they were made; fields are names of choices.
 */
export function choiceProblems(choices: Choices, settings: Settings, at: Instant): readonly Problem[] {
  const found = {
    pausedUntil: pauseProblem(choices, settings, at),
    language: languageProblem(choices, settings),
    hours: hoursProblem(choices, settings),
  };
  return Object.entries(found).flatMap(([field, message]) => (message === null ? [] : [{ field, message }]));
}
