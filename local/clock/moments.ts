import type { Instant } from '../../shared/kernel/instants.ts';
import type { Due, DueIndex } from '../due-index.ts';
import type { Ticks } from '../mappings/schedules.ts';
import type { Work } from '../work.ts';
import type { TickBook } from './tick-book.ts';

/** A moment at which something happens: a message becomes visible, schedules tick, or both. */
interface Moment {
  readonly at: Instant;
  readonly ticks: readonly Ticks[];
  /** Who was due first when it was planned. */
  readonly due: readonly Due[];
  /** Only schedules of an hour and more tick: a daily job that finds nothing new. */
  readonly isIdle: boolean;
}

interface MomentSources {
  readonly due: Pick<DueIndex, 'earliest'>;
  readonly work: Pick<Work, 'nextMessageAt'>;
  readonly schedules: readonly Ticks[];
}

/**
 * The next moment of a journey; null when nothing is planned. `idleUntil`, where the last moment was idle: the end of the journey, up
 * to which a long schedule ticks only once before something else happens.
 */
export async function nextMoment(
  sources: MomentSources,
  book: TickBook,
  idleUntil: Instant | null,
): Promise<Moment | null> {
  const [due, waiting] = await Promise.all([sources.due.earliest(), sources.work.nextMessageAt()]);
  const messageAt = waiting ?? Number.POSITIVE_INFINITY;
  const each = sources.schedules.flatMap((ticks) => {
    const at = book.nextWorthwhile(ticks, due);
    return at === null ? [] : [{ at, ticks }];
  });
  const planned = idleUntil === null ? each : withoutIdleTicks(each, Math.min(idleUntil, messageAt));
  const at = Math.min(...planned.map((one) => one.at), messageAt);
  if (at === Number.POSITIVE_INFINITY) return null;
  const ticks = planned.filter((one) => one.at === at).map((one) => one.ticks);
  return { at, ticks, due, isIdle: at < messageAt && ticks.every((one) => !one.skippable) };
}

interface Planned {
  readonly at: Instant;
  readonly ticks: Ticks;
}

/** What a daily job does again and again while nothing happens it does once: at its last tick before the sweep, or before `until`. */
function withoutIdleTicks(planned: readonly Planned[], until: Instant): readonly Planned[] {
  const busyAt = Math.min(until, ...planned.filter(({ ticks }) => ticks.skippable).map(({ at }) => at));
  return planned.map(({ at, ticks }) => ({ ticks, at: ticks.skippable ? at : lastTickUpTo(ticks, at, busyAt) }));
}

/** The last tick up to a moment, `first` at least. */
function lastTickUpTo(ticks: Ticks, first: Instant, upTo: Instant): Instant {
  let at = first;
  for (let next = ticks.after(at); next <= upTo; next = ticks.after(at)) at = next;
  return at;
}
