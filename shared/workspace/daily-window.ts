import type { DailyWindow } from './definitions.ts';

const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes since midnight of a time such as `08:30`; null for anything else. */
export function minuteOf(clock: string): number | null {
  return CLOCK.test(clock) ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) : null;
}

/** True in `[from, to)`, which may span midnight; a window that ends when it begins is the whole day. */
export function isWithin(window: DailyWindow, minute: number): boolean {
  if (window.from === window.to) return true;
  if (window.from < window.to) return minute >= window.from && minute < window.to;
  return minute >= window.from || minute < window.to;
}

/** True when the windows have a minute in common. */
export function overlap(left: DailyWindow, right: DailyWindow): boolean {
  return isWithin(left, right.from) || isWithin(right, left.from);
}
