import type { Instant } from '../../shared/kernel/instants.ts';
import { dueShardOf } from '../../shared/table/keys.ts';
import type { Due, DueIndex } from '../due-index.ts';
import type { QueueEngine } from '../engines/queues.ts';
import type { Ticks } from '../mappings/schedules.ts';
import type { Work } from '../work.ts';
import { nextMoment } from './moments.ts';
import type { RunClock } from './run-clock.ts';
import { runningTicks } from './running-ticks.ts';
import { type TickBook, tickBook } from './tick-book.ts';

export interface TravelParts {
  readonly clock: RunClock;
  readonly work: Work;
  readonly due: Pick<DueIndex, 'earliest'>;
  readonly queues: QueueEngine;
  readonly schedules: readonly Ticks[];
  /** Runs a schedule's tick to its end; `shards`: where people are due, when that is known. */
  readonly tick: (ticks: Ticks, at: Instant, shards?: readonly number[]) => Promise<void>;
  readonly say: (line: string) => void;
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
  const { clock, schedules, say } = parts;
  const book = tickBook(schedules, clock.now());
  /** The last journey, over or not. Whoever asked for it hears how it ended. */
  let journey: Promise<void> = Promise.resolve();
  const running = runningTicks({
    clock,
    schedules,
    book,
    tick: (ticks, at) => runTick(parts, book, ticks, at),
    journey: () => journey.catch(() => undefined),
    say,
  });
  const travel = async (to: Instant) => {
    clock.freeze();
    try {
      await visitMoments(parts, book, to);
      await arrive(parts, book, to);
    } finally {
      clock.thaw();
      running.plan();
    }
  };
  running.plan();
  return {
    advance(to) {
      journey = journey.catch(() => undefined).then(() => travel(to));
      return journey;
    },
    next: async () => (await nextMoment(parts, book, null))?.at ?? null,
    stop: running.stop,
  };
}

/** Jumps from moment to moment up to `to`, and lets at each run what is due. */
async function visitMoments(parts: TravelParts, book: TickBook, to: Instant): Promise<void> {
  const { clock, work, queues } = parts;
  for (let isIdle = false; ; ) {
    await work.settle(MOMENT_MS);
    const next = await nextMoment(parts, book, isIdle ? to : null);
    if (next === null || next.at > to) return;
    isIdle = next.isIdle;
    clock.jump(next.at);
    await queues.tick();
    for (const ticks of next.ticks) {
      if (ticks.skippable) book.asks(next.due, next.at);
      await runTick(parts, book, ticks, next.at, ticks.skippable ? next.due : undefined);
    }
  }
}

/** The end of a journey. Whoever became due since the last tick is asked for here too, and not up to a minute later. */
async function arrive(parts: TravelParts, book: TickBook, to: Instant): Promise<void> {
  const { clock, work, queues, schedules } = parts;
  clock.jump(to);
  await queues.tick();
  const due = await parts.due.earliest();
  const hasNews = book.hasNews(due, to);
  for (const ticks of schedules) {
    if (!ticks.skippable) continue;
    if (hasNews) await runTick(parts, book, ticks, to, due);
    // Nobody else is due up to here: without it the running clock would sweep every shard behind each journey.
    else book.ran(ticks, to);
  }
  await work.settle(MOMENT_MS);
}

/**
 * Runs one tick. `due`, for a sweep: it looks only where one of them is due. A look into each of the index's shards would be most of a
 * journey's time.
 */
async function runTick(
  { clock, tick }: TravelParts,
  book: TickBook,
  ticks: Ticks,
  at: Instant,
  due?: readonly Due[],
): Promise<void> {
  book.ran(ticks, Math.max(at, clock.now()));
  if (!due) return tick(ticks, at);
  const shards = due.filter((one) => one.at <= at).map(({ profileId }) => dueShardOf(profileId));
  return tick(ticks, at, [...new Set(shards)]);
}
