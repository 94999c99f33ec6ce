import { DAY, HOUR, type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { Due } from '../due-index.ts';
import type { Ticks } from '../mappings/schedules.ts';

/** What the schedules have done so far, and so what they do next. */
export interface TickBook {
  /** The schedule's first tick behind the last one that ran. */
  next(ticks: Ticks): Instant;
  /** The same for a journey, which passes over ticks of the sweep that find nobody: null where it would find nobody at all. */
  nextWorthwhile(ticks: Ticks, due: readonly Due[]): Instant | null;
  /** Somebody is due at `at` whom no tick was to wake so far. */
  hasNews(due: readonly Due[], at: Instant): boolean;
  /** The schedule's ticks up to `at` are over. */
  ran(ticks: Ticks, at: Instant): void;
  /** A tick at `at` is to wake all who are due then. */
  asks(due: readonly Due[], at: Instant): void;
}

export function tickBook(schedules: readonly Ticks[], startAt: Instant): TickBook {
  const lastTick = new Map<Ticks, Instant>(schedules.map((one) => [one, startAt]));
  const last = (ticks: Ticks) => lastTick.get(ticks)!;
  /** Who was due at a tick that was to wake them, and since when they are asked. */
  let asked = new Map<string, Instant>();
  const wasAsked = (one: Due) => asked.has(nameOf(one));
  return {
    next: (ticks) => ticks.after(last(ticks)),
    nextWorthwhile(ticks, due) {
      if (!ticks.skippable) return ticks.after(last(ticks));
      const planned: Instant[] = [];
      const news = due.find((one) => !wasAsked(one));
      // At the first tick at or after the due moment. Of whom an event made due that came late, that moment lies behind the last tick.
      if (news) planned.push(ticks.after(Math.max(news.at - 1, last(ticks))));
      const since = due.flatMap((one) => asked.get(nameOf(one)) ?? []);
      if (since.length > 0)
        planned.push(ticks.after(last(ticks) + patience(last(ticks) - Math.max(...since)) - MINUTE));
      return planned.length === 0 ? null : Math.min(...planned);
    },
    hasNews: (due, at) => due.some((one) => one.at <= at && !wasAsked(one)),
    ran: (ticks, at) => void lastTick.set(ticks, at),
    asks(due, at) {
      const woken = due.filter((one) => one.at <= at).map(nameOf);
      asked = new Map(woken.map((name) => [name, asked.get(name) ?? at]));
    },
  };
}

/** Somebody's being due: whoever was woken and is due again later is news. */
function nameOf({ profileId, at }: Due): string {
  return `${at} ${profileId}`;
}

/** How long to wait before the next tick for somebody who stays due: a stuck row must not make a year's journey tick each minute. */
function patience(overdue: number): number {
  if (overdue < 20 * MINUTE) return MINUTE;
  return overdue < 2 * HOUR ? 15 * MINUTE : DAY;
}
