import { type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { DailyWindow } from '../../shared/workspace/definitions.ts';

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows, `HH:MM`, by the tz database alone. */
export function wallClock(zone: string, at: Instant): string {
  const clock =
    clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  clocks.set(zone, clock);
  return clock.format(at);
}

function wallMinute(zone: string, at: Instant): number {
  const [hour, minute] = wallClock(zone, at).split(':').map(Number) as [number, number];
  return (hour % 24) * 60 + minute;
}

/** Whether the wall clock is inside `[from, to)`, which may span midnight. */
export function shows(zone: string, window: DailyWindow, at: Instant): boolean {
  const minute = wallMinute(zone, at);
  const { from, to } = window;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** The first whole minute from `from` on that none of the zones is quiet in, searched minute by minute; slow and plain. */
export function firstLoudMinute(
  zones: readonly string[],
  quiet: DailyWindow,
  from: Instant,
  most: number,
): Instant | null {
  const isLoud = (at: Instant) => zones.every((zone) => !shows(zone, quiet, at));
  if (isLoud(from)) return from;
  for (let at = Math.floor(from / MINUTE) * MINUTE + MINUTE; at <= from + most; at += MINUTE) if (isLoud(at)) return at;
  return null;
}
