import { DAY, HOUR, type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import { dueShardOf } from '../../shared/table/keys.ts';
import type { Due, DueIndex } from '../due-index.ts';
import type { QueueEngine } from '../engines/queues.ts';
import type { Ticks } from '../mappings/schedules.ts';
import type { Work } from '../work.ts';
import type { RunClock } from './run-clock.ts';

export interface TravelParts {
  readonly clock: RunClock;
  readonly work: Work;
  readonly due: Pick<DueIndex, 'earliest'>;
  readonly queues: QueueEngine;
  readonly schedules: readonly Ticks[];
  /** Runs a schedule's tick to its end; `shards`: where people are due, when that is known. */
  readonly tick: (ticks: Ticks, at: Instant, shards?: readonly number[]) => Promise<void>;
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
  /** A look into each of the index's shards would be most of a journey's time: the sweep looks where somebody is due. */
  const sweep = async (ticks: Ticks, at: Instant, due: readonly Due[]) => {
    lastTick.set(ticks, Math.max(at, clock.now()));
    const ready = due.filter((each) => each.at <= at).map(({ profileId }) => dueShardOf(profileId));
    await parts.tick(ticks, at, [...new Set(ready)]);
  };
  /** Who was due at a tick that was to wake them, and since when they are asked: whoever stays due is asked less and less often. */
  let asked = new Map<string, Instant>();
  const nameOf = ({ profileId, at }: Due) => `${at} ${profileId}`;
  /** The schedule's next tick that can matter. */
  const relevantTick = (ticks: Ticks, due: readonly Due[]): Instant | null => {
    const last = lastTick.get(ticks)!;
    if (!ticks.skippable) return ticks.after(last);
    const fresh = due.find((each) => !asked.has(nameOf(each)));
    const since = due.flatMap((each) => asked.get(nameOf(each)) ?? []);
    // At the first tick at or after the due moment; who is due already, because the event that says so came late, at the next.
    const planned = fresh ? [ticks.after(Math.max(fresh.at - 1, last))] : [];
    if (since.length > 0) planned.push(ticks.after(last + patience(last - Math.max(...since)) - MINUTE));
    return planned.length === 0 ? null : Math.min(...planned);
  };
  const remember = (due: readonly Due[], at: Instant) => {
    const woken = due.filter((each) => each.at <= at).map(nameOf);
    asked = new Map(woken.map((name) => [name, asked.get(name) ?? at]));
  };
  /** `idleUntil`: nothing but long schedules ran last; of their ticks up to that only the last one before something happens counts. */
  const moments = async (idleUntil: Instant | null = null): Promise<Moment | null> => {
    const [due, waiting] = await Promise.all([parts.due.earliest(), work.nextMessageAt()]);
    const planned = schedules.flatMap((ticks) => {
      const at = relevantTick(ticks, due);
      return at === null ? [] : [{ at, ticks }];
    });
    const messageAt = waiting ?? Number.POSITIVE_INFINITY;
    if (idleUntil !== null) {
      const sweeps = planned.filter(({ ticks }) => ticks.skippable).map((one) => one.at);
      const busyAt = Math.min(idleUntil, messageAt, ...sweeps);
      for (const one of planned) if (!one.ticks.skippable) one.at = lastTickUpTo(one.ticks, one.at, busyAt);
    }
    const at = Math.min(...planned.map((one) => one.at), messageAt);
    if (at === Number.POSITIVE_INFINITY) return null;
    const ticks = planned.filter((one) => one.at === at).map((one) => one.ticks);
    return { at, ticks, due, isIdle: at < messageAt && ticks.every((one) => !one.skippable) };
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
        for (const ticks of next.ticks) {
          if (!ticks.skippable) await tick(ticks, next.at);
          else {
            remember(next.due, next.at);
            await sweep(ticks, next.at, next.due);
          }
        }
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
    const due = await parts.due.earliest();
    const isDue = due.some((each) => each.at <= to && !asked.has(nameOf(each)));
    for (const ticks of schedules) {
      if (!ticks.skippable) continue;
      if (isDue) await sweep(ticks, to, due);
      // Nobody else is due up to here: without it the running clock would sweep every shard behind each journey.
      else lastTick.set(ticks, to);
    }
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
  /** Who was due first when it was planned. */
  readonly due: readonly Due[];
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
