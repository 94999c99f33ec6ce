import { Temporal } from 'temporal-polyfill';
import { type Instant, parseInstant } from '../kernel/instants.ts';

export type Day = Temporal.PlainDate;

const DAY_TEXT = /^\d{4}-\d{2}-\d{2}$/;

/** Midnight in UTC, as databases export days that they keep as moments. */
const DAY_AS_MOMENT = /^\d{4}-\d{2}-\d{2}T00:00(?::00(?:\.0+)?)?Z$/;

/**
 * The local day that a value says: `2027-03-20`, the same with midnight in UTC behind it, or that of any other instant in the
 * zone; null where it says none.
 */
export function dayOf(value: unknown, zone: string): Day | null {
  if (typeof value !== 'string') return null;
  if (!DAY_TEXT.test(value)) {
    const at = parseInstant(value);
    if (at === null) return null;
    return dayAt(at, DAY_AS_MOMENT.test(value) ? 'UTC' : zone);
  }
  try {
    return Temporal.PlainDate.from(value, { overflow: 'reject' });
  } catch {
    return null;
  }
}

/** The local day of an instant. */
export function dayAt(at: Instant, zone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
}

/** The same local time a year later; of 29 February the day before. */
export function aYearAfter(at: Instant, zone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ years: 1 }).epochMilliseconds;
}

/** The instant at which the zone's clock shows `minute` of a day: behind a gap, the first of an overlap (P-90). */
export function momentOn(day: Day, minute: number, zone: string): Instant {
  const time = day.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
  return time.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** Calendar arithmetic, never hours (P-96): a month before 31 March is the last of February (P-98). */
export function daysBefore(day: Day, lead: string): Day {
  return day.subtract(Temporal.Duration.from(lead));
}

/** The beginning of a day of the zone, or the instant itself. The text is one that the schema let through. */
export function startOf(text: string, zone: string): Instant {
  const day = DAY_TEXT.test(text) ? Temporal.PlainDate.from(text) : null;
  return day ? day.toZonedDateTime(zone).epochMilliseconds : (parseInstant(text) as Instant);
}

/** The first instant from `from` on at which the zone's clock shows `minute` of a weekday, 1 for Monday. */
export function nextWeekday(weekday: number, minute: number, zone: string, from: Instant): Instant {
  const today = dayAt(from, zone);
  const ahead = (weekday - today.dayOfWeek + 7) % 7;
  const [soon, later] = [ahead, ahead + 7].map((days) => momentOn(today.add({ days }), minute, zone)) as [
    number,
    number,
  ];
  return soon >= from ? soon : later;
}

/**
 * The day in a year on which a yearly date falls. 29 February is, in common years, the day before or the day after that lies
 * between (P-95): `leapDay` says which, `02-28` or `03-01`.
 */
export function dayInYear(day: Day, year: number, leapDay: '02-28' | '03-01'): Day {
  const isLost = day.month === 2 && day.day === 29 && !Temporal.PlainDate.from({ year, month: 1, day: 1 }).inLeapYear;
  return isLost ? Temporal.PlainDate.from(`${String(year).padStart(4, '0')}-${leapDay}`) : day.with({ year });
}
