import type { Instant } from '../kernel/instants.ts';
import { isObject, type Json, type JsonObject } from '../kernel/json.ts';
import type { CampaignDefinition, DateTrigger } from '../workspace/campaign-definition.ts';
import { type Day, dayAt, dayInYear, dayOf, daysBefore, momentOn, startOf } from './calendar.ts';
import { type Facts, keyAt, valuesAt } from './paths.ts';

/** A date that the profile says now. */
export interface SaidDate {
  readonly key: string | null;
  readonly day: Day;
  /** The list's item that says it; empty where the date stands alone. */
  readonly item: JsonObject;
}

/** When a date is to be told, and of which day. */
export interface Occurrence {
  readonly day: Day;
  readonly at: Instant;
}

/** What `date` triggers need to know about the calendar: the person's zone, and what becomes of 29 February. */
export interface Calendar {
  readonly zone: string;
  readonly leapDay: '02-28' | '03-01';
}

/**
 * True while dates that are said wait for the campaign: also before it `starts` and while it is paused, since whether it takes
 * people in is asked when they are due. `zone` is that of the settings, for days.
 */
export function keepsDates({ status, ends }: Pick<CampaignDefinition, 'status' | 'ends'>, zone: string, now: Instant) {
  return (status === 'active' || status === 'paused') && (ends === undefined || now < startOf(ends, zone));
}

/** `profile.contracts[].end` is the list `profile.contracts` and `end` of each item. */
function itemsAt(
  facts: Facts,
  path: string,
): readonly { readonly item: JsonObject; readonly value: Json | undefined }[] {
  const [list = '', field] = path.split('[].');
  if (field === undefined) return [{ item: {}, value: valuesAt(facts, path)[0] }];
  return valuesAt(facts, list)
    .filter((item) => isObject(item))
    .map((item) => ({ item, value: valuesAt({ item }, `item.${field}`)[0] }));
}

/** What stands where a trigger looks for a date and is none. Nothing, null and an empty text are no mistake. */
export function unreadableIn(
  trigger: DateTrigger,
  facts: Facts,
  zone: string,
): readonly { readonly key: string | null; readonly value: Json }[] {
  return itemsAt(facts, trigger.path).flatMap(({ item, value }) => {
    if (value === undefined || value === null || value === '' || dayOf(value, zone)) return [];
    return [{ key: keyOf(trigger, item, facts), value }];
  });
}

/** The dates that a trigger sees in the facts; values that are no dates say nothing. Of two items with one key the last counts. */
export function datesIn(trigger: DateTrigger, facts: Facts, zone: string): readonly SaidDate[] {
  const found = new Map<string | null, SaidDate>();
  for (const { item, value } of itemsAt(facts, trigger.path)) {
    const day = dayOf(value, zone);
    const key = keyOf(trigger, item, facts);
    if (day) found.set(key, { key, day, item });
  }
  return [...found.values()];
}

function keyOf({ key, path }: DateTrigger, item: JsonObject, facts: Facts): string | null {
  if (key === undefined) return null;
  return path.includes('[]') && !key.includes('.') ? keyAt({ item }, `item.${key}`) : keyAt(facts, key);
}

/** The moment of one day's telling. */
export function occurrenceOn(trigger: DateTrigger, day: Day, before: string, { zone }: Calendar): Occurrence {
  return { day, at: momentOn(daysBefore(day, before), trigger.at, zone) };
}

/** The first telling after `after`; of a date that does not come round, its only one; null where that lies behind. */
export function nextOccurrence(
  trigger: DateTrigger,
  said: Day,
  before: string,
  calendar: Calendar,
  after: Instant,
): Occurrence | null {
  if (!trigger.yearly) {
    const only = occurrenceOn(trigger, said, before, calendar);
    return only.at > after ? only : null;
  }
  // A lead may reach over the turn of the year, and over several.
  const first = Math.max(said.year, dayAt(after, calendar.zone).year);
  for (let year = first; ; year += 1) {
    const next = occurrenceOn(trigger, dayInYear(said, year, calendar.leapDay), before, calendar);
    if (next.at > after) return next;
  }
}

/** True while the profile still says the date that a telling was about (P-96). */
export function stillSays(
  { yearly }: DateTrigger,
  said: SaidDate | undefined,
  day: string,
  { leapDay }: Calendar,
): boolean {
  if (!said) return false;
  return (yearly ? dayInYear(said.day, Number(day.slice(0, 4)), leapDay) : said.day).toString() === day;
}

/** What conditions and templates see as `properties`: the item, the date, how long before, and how many years it is. */
export function dateProperties(said: SaidDate, day: Day, before: string): JsonObject {
  return { ...said.item, before, date: day.toString(), years: day.year - said.day.year };
}
