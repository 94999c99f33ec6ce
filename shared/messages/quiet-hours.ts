import { Temporal } from 'temporal-polyfill';
import { DAY, type Instant } from '../kernel/instants.ts';
import type { ZoneKnowledge } from '../profiles/zone.ts';
import type { DailyWindow, Settings } from '../workspace/definitions.ts';

/** Times of the day when writing is allowed, in one zone: half-open `[from, to)`, minutes of the day. */
interface Allowed extends DailyWindow {
  readonly zone: string;
}

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

/** Local minute of the day. Windows are in whole minutes, so seconds never decide. */
function minuteOfDay(zone: string, at: Instant): number {
  const [hour, minute] = formatter(zone).format(at).split(':');
  return Number(hour) * 60 + Number(minute);
}

function isWithin(window: DailyWindow, minute: number): boolean {
  if (window.from === window.to) return true;
  if (window.from < window.to) return minute >= window.from && minute < window.to;
  return minute >= window.from || minute < window.to;
}

/** The instants at which the local clock shows `window.from` on the day of `local`: two in an overlap, one behind a gap. */
function openingsOn(window: Allowed, local: Temporal.ZonedDateTime): Instant[] {
  const opening = local.toPlainDate().toPlainDateTime({ hour: Math.floor(window.from / 60), minute: window.from % 60 });
  return (['earlier', 'later'] as const).map(
    (disambiguation) => opening.toZonedDateTime(window.zone, { disambiguation }).epochMilliseconds,
  );
}

/**
 * The first instant after `at` when the closed window opens: when the local clock shows `window.from`, or when the clock is
 * put into the window, forwards over its beginning (P-90) or back from behind its end.
 */
function nextOpening(window: Allowed, at: Instant): Instant {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(window.zone);
  for (let day = 0; ; day += 1) {
    const onDay = openingsOn(window, local.add({ days: day })).filter((each) => each > at);
    if (onDay.length === 0) continue;
    const opening = Math.min(...onDay);
    // Asked only where the offsets differ: a search in the tz database costs more than everything else here.
    const reached = Temporal.Instant.fromEpochMilliseconds(opening).toZonedDateTimeISO(window.zone);
    if (reached.offsetNanoseconds === local.offsetNanoseconds) return opening;
    const moved = local.getTimeZoneTransition('next')?.epochMilliseconds ?? opening;
    return moved < opening && isWithin(window, minuteOfDay(window.zone, moved)) ? moved : opening;
  }
}

// A country spread over so many zones that no hour suits all of them is treated as unknown after this search.
const LONGEST_SEARCH = 3 * DAY;

function firstAllowed(windows: readonly Allowed[], from: Instant): Instant | null {
  let at = from;
  while (at <= from + LONGEST_SEARCH) {
    const moment = at;
    const closed = windows.find((window) => !isWithin(window, minuteOfDay(window.zone, moment)));
    if (!closed) return at;
    at = nextOpening(closed, at);
  }
  return null;
}

/**
 * The first instant from `now` on at which a marketing mail may be written (P-92, P-94): `now` itself when it is not quiet.
 * A known zone asks that zone, a country of many asks all of them, an unknown place asks the settings' zone in its narrower hours.
 */
export function nextLoudInstant(place: ZoneKnowledge, settings: Settings, now: Instant): Instant {
  const { quietHours } = settings;
  if (quietHours.from === quietHours.to) return now;
  const unknown = [{ ...settings.permission.unknownZoneHours, zone: settings.timeZone }];
  const loud = { from: quietHours.to, to: quietHours.from };
  const windows = place.known === 'nothing' ? unknown : place.zones.map((zone) => ({ ...loud, zone }));
  return firstAllowed(windows, now) ?? firstAllowed(unknown, now) ?? now + LONGEST_SEARCH;
}
