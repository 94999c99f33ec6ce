import * as z from 'zod';
import { parseDuration } from '../../kernel/durations.ts';
import { parseInstant } from '../../kernel/instants.ts';
import type { Json } from '../../kernel/json.ts';

/** A block that refuses unknown keys; the message is the list of the known ones, from which the finding makes its advice. */
export function block<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined),
  });
}

/** Text that must not be empty; `remedy` says what to write. */
export function text(remedy: string) {
  const words = (issue: { readonly input?: unknown }) =>
    issue.input === undefined || issue.input === null ? `is missing: ${remedy}` : `must be text: ${remedy}`;
  return z.string({ error: words }).trim().min(1, `is empty: ${remedy}`);
}

/** What says of a field in the reference that its text is a duration; the exported schemas know it by this too. */
export const DURATION_UNIT = 'ISO 8601 duration';
/** The same for a time of day. */
export const CLOCK_UNIT = 'local time, hh:mm';

/** ISO 8601 text of fixed length, longer than nothing; gives ms. */
export const duration = text('write a duration such as PT72H, P3D or P1W')
  .transform((value, context) => {
    const ms = parseDuration(value);
    if (ms !== null && ms > 0) return ms;
    context.addIssue({
      code: 'custom',
      message:
        ms === 0
          ? 'is no time at all: write a duration such as PT1H or P3D'
          : `is not a duration: write ISO 8601 such as PT72H, P3D or P1W, in capitals (months and years have no fixed length)`,
    });
    return z.NEVER;
  })
  .meta({
    'x-unit': DURATION_UNIT,
    pattern: '^P(?=[0-9T])([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9.]+S)?)?$',
  });

/** Ids stand in links, tags of SES and file names, so they take the letters that all of these allow. */
export const id = text('write an id such as cart-abandoned')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'takes 1 to 64 of the letters A-Z a-z 0-9 _ - and begins with a letter or digit',
  )
  .meta({ 'x-unit': 'id' });

export const eventType = text('write an event type such as order.placed')
  .max(128, 'takes at most 128 letters')
  .meta({ 'x-unit': 'event type' });

const PATH = /^[A-Za-z_][\w-]*(\.[\w-]+|\[\])+$/;
const FIELD = /^[A-Za-z_][\w-]*$/;
export const factPath = text('write a path such as properties.cartId')
  .regex(PATH, 'is not a path: write names with dots between them, such as properties.cartId')
  .meta({ 'x-unit': 'path' });

/** A path, or the bare name of a field: below a date of a list, `key` names a field of its items. */
export const keyPath = text('write a path such as properties.cartId')
  .refine((value) => PATH.test(value) || FIELD.test(value), {
    message: 'is not a path: write names with dots between them, such as properties.cartId',
  })
  .meta({ 'x-unit': 'path' });

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;
/** Local time of day, gives minutes since midnight. */
export const timeOfDay = text('write a time such as "21:00"')
  .regex(CLOCK, 'is not a time of day: write it as "21:00", with two digits each')
  .transform((value) => Number(value.slice(0, 2)) * 60 + Number(value.slice(3)))
  .meta({ 'x-unit': CLOCK_UNIT });

export const dailyWindow = block({
  from: timeOfDay.meta({ description: 'When the window begins.', examples: ['21:00'] }),
  to: timeOfDay.meta({ description: 'When it ends; earlier than `from` spans midnight.', examples: ['08:00'] }),
}).refine((window) => window.from !== window.to, {
  message: 'begins when it ends: give two different times',
});

export const localized = z
  .record(z.string(), text('write the words in this language'), {
    error: 'must be words by locale, such as { en: Offers, de: Angebote }',
  })
  .meta({ 'x-unit': 'words by locale' });

export const percent = z
  .number({ error: 'must be a percentage, a number from 0 to 100' })
  .min(0, 'must be a percentage, a number from 0 to 100')
  .max(100, 'must be a percentage, a number from 0 to 100')
  .meta({ 'x-unit': 'percent' });

export const locale = text('write a locale such as en or de-AT')
  .refine(
    (value) => {
      try {
        return Intl.getCanonicalLocales(value)[0] === value;
      } catch {
        return false;
      }
    },
    { message: 'is not a locale: write it as en, de or pt-BR' },
  )
  .meta({ 'x-unit': 'locale' });

export const timeZone = text('write an IANA zone such as Europe/Berlin')
  .refine(
    (value) => {
      // Offsets such as +01:00 are accepted by Intl, but know no summer time (P-90).
      if (!/^(UTC|[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+)$/.test(value)) return false;
      try {
        return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== '';
      } catch {
        return false;
      }
    },
    { message: 'is not a time zone: write an IANA name such as Europe/Berlin (P-90)' },
  )
  .meta({ 'x-unit': 'IANA zone' });

export const webAddress = text('write an address that begins with https://')
  .regex(/^https?:\/\/[^\s"<>]+$/, 'is not a web address: write one that begins with https://')
  .meta({ 'x-unit': 'web address' });

/** Any value that JSON can hold: what patterns and samples are made of. */
export const json: z.ZodType<Json> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]))
  .meta({ id: 'value' });

/** An EventBridge event pattern as source; whether it is one is checked where its names are known. */
export const patternSource = z
  .custom<Json>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    error: 'must be a pattern, such as { properties: { total: [ { numeric: [">=", 20] } ] } }',
  })
  .meta({ type: 'object', 'x-unit': 'condition' });

const CALENDAR = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/;
/** How long before a day: whole days, weeks, months or years, counted on the calendar (P-96). */
export const calendarLead = text('write how long before, such as P30D')
  .regex(CALENDAR, 'is not a time in whole days: write ISO 8601 such as P30D, P2W or P1M, in capitals')
  .meta({ 'x-unit': 'calendar time' });

/** A day of the calendar. */
export const day = text('write a day such as "2026-12-24"')
  .refine(
    (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value,
    { message: 'is not a day of the calendar: write it as "2026-12-24"' },
  )
  .meta({ pattern: String.raw`^\d{4}-\d{2}-\d{2}$`, 'x-unit': 'day' });

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** Gives 1 for Monday to 7 for Sunday. */
export const weekday = text('write a day of the week such as monday')
  .transform((value, context) => {
    const word = value.toLowerCase();
    // `MO` of RFC 5545 and `mon` mean the same.
    const index = WEEKDAYS.findIndex(
      (name) => word.length >= 2 && (name === word || [2, 3].some((n) => name.slice(0, n) === word)),
    );
    if (index >= 0) return index + 1;
    context.addIssue({ code: 'custom', message: 'is not a day of the week: write monday to sunday' });
    return z.NEVER;
  })
  .meta({ 'x-unit': 'day of the week', anyOf: [{ enum: WEEKDAYS }, { pattern: '^[A-Za-z]{2,3}$' }] });

/** A day of the settings' zone, which begins at its midnight, or an instant. */
export const moment = text('write a day such as "2026-12-24"')
  .refine((value) => day.safeParse(value).success || parseInstant(value) !== null, {
    message: 'is no moment: write a day such as "2026-12-24", or an instant such as "2026-12-24T18:00:00Z"',
  })
  .meta({ pattern: String.raw`^\d{4}-\d{2}-\d{2}(T.+)?$`, 'x-unit': 'day or instant' });
