import { DAY, HOUR, type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { DueIndex } from '../due-index.ts';
import type { QueueEngine } from '../engines/queues.ts';
import type { Ticks } from '../mappings/schedules.ts';
import type { Work } from '../work.ts';
import type { RunClock } from './run-clock.ts';

export interface TravelParts {
  readonly clock: RunClock;
  readonly work: Work;
  readonly due: DueIndex;
  readonly queues: QueueEngine;
  readonly schedules: readonly Ticks[];
  /** Runs a schedule's tick to its end. */
  readonly tick: (ticks: Ticks, at: Instant) => Promise<void>;
}

/** Time on and off: schedules by the running clock, and journeys ahead. */
export interface TimeTravel {
  /**
   * Moves time to `to`, from due moment to due moment: people's timers (at the sweep's tick after them), delays, visibility timeouts,
   * schedules. Time stands still at each until all that is due has run. One journey at a time.
   */
  advance(to: Instant): Promise<void>;
  /** The next moment at which something happens; null when nothing is planned. */
  next(): Promise<Instant | null>;
  stop(): void;
}

/** How long one moment may take to become quiet; a handler may run a minute and be retried. */
const MOMENT_MS = 300_000;

export function timeTravel(parts: TravelParts): TimeTravel {
  const { clock, work, queues, schedules } = parts;
  const lastTick = new Map<Ticks, Instant>(schedules.map((one) => [one, clock.now()]));
  let journey: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const tick = async (ticks: Ticks, at: Instant) => {
    lastTick.set(ticks, Math.max(at, clock.now()));
    await parts.tick(ticks, at);
  };
  /** The schedule's next tick that can matter. */
  const relevantTick = (ticks: Ticks, dueAt: Instant | null): Instant | null => {
    const last = lastTick.get(ticks)!;
    if (!ticks.skippable) return ticks.after(last);
    if (dueAt === null) return null;
    // At the first tick at or after the due moment.
    return Math.max(ticks.after(dueAt - 1), ticks.after(last + patience(last - dueAt) - MINUTE));
  };
  /** `idleUntil`: nothing but long schedules ran last; of their ticks up to that only the last one before something happens counts. */
  const moments = async (idleUntil: Instant | null = null): Promise<Moment | null> => {
    const dueAt = await parts.due.next();
    const planned = schedules.flatMap((ticks) => {
      const at = relevantTick(ticks, dueAt);
      return at === null ? [] : [{ at, ticks }];
    });
    const messageAt = (await work.nextMessageAt()) ?? Number.POSITIVE_INFINITY;
    if (idleUntil !== null) {
      const sweeps = planned.filter(({ ticks }) => ticks.skippable).map((one) => one.at);
      const busyAt = Math.min(idleUntil, messageAt, ...sweeps);
      for (const one of planned) if (!one.ticks.skippable) one.at = lastTickUpTo(one.ticks, one.at, busyAt);
    }
    const at = Math.min(...planned.map((one) => one.at), messageAt);
    if (at === Number.POSITIVE_INFINITY) return null;
    const ticks = planned.filter((one) => one.at === at).map((one) => one.ticks);
    return { at, ticks, isIdle: at < messageAt && ticks.every((one) => !one.skippable) };
  };
  const travel = async (to: Instant) => {
    clock.freeze();
    try {
      for (let isIdle = false; ; ) {
        await work.settle(MOMENT_MS);
        const next = await moments(isIdle ? to : null);
        if (next === null || next.at > to) break;
        isIdle = next.isIdle;
        clock.jump(next.at);
        await queues.tick();
        for (const ticks of next.ticks) await tick(ticks, next.at);
      }
      clock.jump(to);
      await queues.tick();
      await sweepAt(to);
    } finally {
      clock.thaw();
      plan();
    }
  };
  /** Whoever became due since the last tick is asked for at the end of the journey too, and not up to a minute later. */
  const sweepAt = async (to: Instant) => {
    const dueAt = await parts.due.next();
    for (const ticks of schedules) if (ticks.skippable && dueAt !== null && dueAt <= to) await tick(ticks, to);
    await work.settle(MOMENT_MS);
  };
  /** Waits for the next tick of the running clock. */
  const plan = () => {
    if (timer) clearTimeout(timer);
    if (stopped) return;
    const now = clock.now();
    const at = Math.min(now + MINUTE, ...schedules.map((ticks) => ticks.after(lastTick.get(ticks)!)));
    timer = setTimeout(() => void onTimer().finally(plan), Math.max(0, at - now) + 1);
    timer.unref();
  };
  const onTimer = async () => {
    await journey.catch(() => undefined);
    const now = clock.now();
    for (const ticks of schedules) {
      const last = lastTick.get(ticks)!;
      if (ticks.after(last) <= now && !stopped) await tick(ticks, now);
    }
  };
  plan();
  return {
    advance(to) {
      journey = journey.catch(() => undefined).then(() => travel(to));
      return journey;
    },
    next: async () => (await moments())?.at ?? null,
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}

interface Moment {
  readonly at: Instant;
  readonly ticks: readonly Ticks[];
  /** Only schedules of an hour and more: a daily job that finds nothing new. */
  readonly isIdle: boolean;
}

/** The last tick up to a moment, `first` at least: what a daily job does again and again while nothing happens it does once. */
function lastTickUpTo(ticks: Ticks, first: Instant, upTo: Instant): Instant {
  let at = first;
  for (let next = ticks.after(at); next <= upTo; next = ticks.after(at)) at = next;
  return at;
}

/** How long to wait before the next tick for somebody who stays due: a stuck row must not make a year's journey tick each minute. */
function patience(overdue: number): number {
  if (overdue < 20 * MINUTE) return MINUTE;
  return overdue < 2 * HOUR ? 15 * MINUTE : DAY;
}
