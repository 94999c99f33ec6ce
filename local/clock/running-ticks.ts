import { type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { Ticks } from '../mappings/schedules.ts';
import type { RunClock } from './run-clock.ts';
import type { TickBook } from './tick-book.ts';

interface RunningParts {
  readonly clock: Pick<RunClock, 'now'>;
  readonly schedules: readonly Ticks[];
  readonly book: TickBook;
  /** Runs a schedule's tick to its end. */
  readonly tick: (ticks: Ticks, at: Instant) => Promise<void>;
  /** Until the journey that is under way is over. */
  readonly journey: () => Promise<void>;
  readonly say: (line: string) => void;
}

/** Schedules that tick by the running clock, between journeys. */
interface RunningTicks {
  /** Waits for the next tick. To be called again when the clock was moved. */
  plan(): void;
  stop(): void;
}

export function runningTicks({ clock, schedules, book, tick, journey, say }: RunningParts): RunningTicks {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const plan = () => {
    if (timer) clearTimeout(timer);
    if (stopped) return;
    const now = clock.now();
    const at = Math.min(now + MINUTE, ...schedules.map((ticks) => book.next(ticks)));
    timer = setTimeout(() => void onTimer(), Math.max(0, at - now) + 1);
    timer.unref();
  };
  const onTimer = async () => {
    try {
      await journey();
      const now = clock.now();
      for (const ticks of schedules) if (book.next(ticks) <= now && !stopped) await tick(ticks, now);
    } catch (error) {
      say(`a schedule did not run: ${error instanceof Error ? error.message : String(error)}`);
    }
    plan();
  };
  return {
    plan,
    stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
}
