import { Temporal } from 'temporal-polyfill';
import { type Chosen, type Weekday, weekdays } from '../consent/preferences.ts';
import { DAY, type Instant, MINUTE } from '../kernel/instants.ts';
import type { ZoneKnowledge } from '../profiles/zone.ts';
import { isWithin, minuteOf } from '../workspace/daily-window.ts';
import type { DailyWindow, Settings } from '../workspace/definitions.ts';

/** When writing is allowed, in one zone: times of the day, half-open `[from, to)`, minutes of the day; or days of the week. */
type Allowed = { readonly zone: string } & (DailyWindow | { readonly days: readonly Weekday[] });

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(zone, made);
  return made;
}

/** What was last asked of a zone: one mail asks several times about the same minute. */
const lastAsked = new Map<string, { readonly minute: number; readonly ofDay: number }>();

/** Local minute of the day. Windows are in whole minutes, so seconds never decide. */
function minuteOfDay(zone: string, at: Instant): number {
  const asked = Math.floor(at / MINUTE);
  const known = lastAsked.get(zone);
  if (known?.minute === asked) return known.ofDay;
  const [hour, minute] = formatter(zone).format(at).split(':');
  const ofDay = Number(hour) * 60 + Number(minute);
  lastAsked.set(zone, { minute: asked, ofDay });
  return ofDay;
}

function localTime(zone: string, at: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

function isAllowed(allowed: Allowed, at: Instant): boolean {
  if (!('days' in allowed)) return isWithin(allowed, minuteOfDay(allowed.zone, at));
  return allowed.days.includes(weekdays[localTime(allowed.zone, at).dayOfWeek - 1] as Weekday);
}

/** The instants at which the local clock shows `window.from` on the day of `local`: two in an overlap, one behind a gap. */
function openingsOn(window: DailyWindow, local: Temporal.ZonedDateTime): Instant[] {
  const opening = local.toPlainDate().toPlainDateTime({ hour: Math.floor(window.from / 60), minute: window.from % 60 });
  return (['earlier', 'later'] as const).map(
    (disambiguation) => opening.toZonedDateTime(local.timeZoneId, { disambiguation }).epochMilliseconds,
  );
}

/** The first instants of the next week's allowed days; a day may begin late, behind a gap at midnight. */
function nextDay(days: readonly Weekday[], local: Temporal.ZonedDateTime, at: Instant): Instant {
  for (let ahead = 0; ahead < 8; ahead += 1) {
    const begins = local.toPlainDate().add({ days: ahead }).toZonedDateTime(local.timeZoneId);
    const isChosen = days.includes(weekdays[begins.dayOfWeek - 1] as Weekday);
    if (isChosen && begins.epochMilliseconds > at) return begins.epochMilliseconds;
  }
  return at + LONGEST_SEARCH;
}

/**
 * The first instant after `at` when the closed window opens: when the local clock shows `window.from` or the day begins, or when
 * the clock is put into the window, forwards over its beginning (P-90) or back from behind its end.
 */
function nextOpening(allowed: Allowed, at: Instant): Instant {
  const local = localTime(allowed.zone, at);
  const opening = 'days' in allowed ? nextDay(allowed.days, local, at) : nextTime(allowed, local, at);
  // Asked only where the offsets differ: a search in the tz database costs more than everything else here.
  if (localTime(allowed.zone, opening).offsetNanoseconds === local.offsetNanoseconds) return opening;
  const moved = local.getTimeZoneTransition('next')?.epochMilliseconds ?? opening;
  return moved < opening && isAllowed(allowed, moved) ? moved : opening;
}

function nextTime(window: DailyWindow, local: Temporal.ZonedDateTime, at: Instant): Instant {
  for (let day = 0; ; day += 1) {
    const onDay = openingsOn(window, local.add({ days: day })).filter((each) => each > at);
    if (onDay.length > 0) return Math.min(...onDay);
  }
}

// A country spread over so many zones that no hour suits all of them is treated as unknown after this search; a week and a day,
// so that one chosen weekday is found.
const LONGEST_SEARCH = 8 * DAY;

function firstAllowed(all: readonly Allowed[], from: Instant): Instant | null {
  let at = from;
  while (at <= from + LONGEST_SEARCH) {
    const moment = at;
    const closed = all.find((each) => !isAllowed(each, moment));
    if (!closed) return at;
    at = nextOpening(closed, at);
  }
  return null;
}

/** What the person chose, in each of the zones. */
function wishes({ days, hours }: Pick<Chosen, 'days' | 'hours'>, zones: readonly string[]): Allowed[] {
  const window = hours && { from: minuteOf(hours.from) ?? 0, to: minuteOf(hours.to) ?? 0 };
  return zones.flatMap((zone) => [...(window ? [{ ...window, zone }] : []), ...(days ? [{ days, zone }] : [])]);
}

/**
 * The first instant from `now` on at which a marketing mail may be written (P-92, P-94) and is welcome on the days and in the
 * hours that the person chose: `now` itself when it is. A known zone asks that zone, a country of many asks all of them, an
 * unknown place asks the settings' zone in its narrower hours. Where nothing fits at all: an instant more than a week ahead.
 */
export function nextWelcomeInstant(
  place: ZoneKnowledge,
  settings: Settings,
  chosen: Pick<Chosen, 'days' | 'hours'>,
  now: Instant,
): Instant {
  const { quietHours } = settings;
  const isLoudAlways = quietHours.from === quietHours.to;
  if (isLoudAlways && chosen.days === null && chosen.hours === null) return now;
  const hours = isLoudAlways ? [] : [{ from: quietHours.to, to: quietHours.from }];
  const loud = place.zones.flatMap((zone) => hours.map((window) => ({ ...window, zone })));
  const known = place.known === 'nothing' ? null : firstAllowed([...loud, ...wishes(chosen, place.zones)], now);
  // In a zone that is known for sure nothing stands in for its own hours.
  if (known !== null || place.known === 'zone') return known ?? now + LONGEST_SEARCH;
  const unknown = isLoudAlways ? [] : [{ ...settings.permission.unknownZoneHours, zone: settings.timeZone }];
  return firstAllowed([...unknown, ...wishes(chosen, [settings.timeZone])], now) ?? now + LONGEST_SEARCH;
}

/** `nextWelcomeInstant` for somebody who chose nothing. */
export function nextLoudInstant(place: ZoneKnowledge, settings: Settings, now: Instant): Instant {
  return nextWelcomeInstant(place, settings, { days: null, hours: null }, now);
}
