import { type Instant, MINUTE, SECOND } from '../kernel/instants.ts';

/**
 * The permitted rate (P-77) as lanes: every lane has a slot each `period` ms, lane by lane a `count`th of it later, so that all
 * lanes together are slots at the permitted rate and never two at once. An invocation leases a stretch of one lane.
 */
export interface Lanes {
  readonly count: number;
  /** ms between two slots of one lane. */
  readonly period: number;
}

/** Mails a second that one invocation makes at its best: a lane that is faster would stand idle while others wait. */
const LANE_RATE = 30;
/** So many invocations run at once (infra): more lanes would only make the row longer. */
const MOST_LANES = 30;

/** `rate`: permitted mails a second, of all invocations together. */
export function lanesOf(rate: number): Lanes {
  const count = Math.min(Math.max(Math.floor(rate / LANE_RATE), 1), MOST_LANES);
  return { count, period: (count * SECOND) / rate };
}

/** In periods: an instant has 13 digits before the point, so that sums are exact to some millionths of a slot only. */
const SAME = 1e-3;

/** The first slot of a lane at or after an instant; fractions of a ms matter. */
export function slotFrom({ count, period }: Lanes, lane: number, at: Instant): Instant {
  const phase = (lane * period) / count;
  return Math.ceil((at - phase) / period - SAME) * period + phase;
}

/** A stretch of a lane: its slots from `from` on, `until` excluded. */
export interface Lease {
  readonly lane: number;
  readonly from: Instant;
  readonly until: Instant;
}

/** Until when each lane is leased, by its number; a lane that is not named is free. */
export type Leased = ReadonlyMap<number, Instant>;

/** A quiet deployment writes one lease in this time and not one for each mail. What is not used of it is lost to nobody then. */
const KEPT_FOR = 10 * SECOND;
/** No lease ends so far ahead: such a row was written by another clock, and would stop all mail. */
export const FARTHEST = 2 * MINUTE;

/** Whether a lane that is leased until an instant can be leased from now on. */
function isFree(until: Instant | undefined, now: Instant): boolean {
  return until === undefined || until <= now || until > now + FARTHEST;
}

/**
 * Which stretch to lease for `wanted` mails, none of which may wait longer than `patience` ms; null where not one fits. A free lane
 * is kept for a while as long as most lanes are free; in a crowd each takes what it needs, behind the others, on the lane that ends first.
 * `chance` in [0, 1) scatters those who choose at once. Pure.
 */
export function chooseLease(
  lanes: Lanes,
  leased: Leased,
  now: Instant,
  wanted: number,
  patience: number,
  chance: number,
): Lease | null {
  const all = Array.from({ length: lanes.count }, (_, lane) => lane);
  const free = all.filter((lane) => isFree(leased.get(lane), now));
  const candidates = free.length > 0 ? free : soonest(all, leased);
  const lane = candidates[Math.floor(chance * candidates.length)] ?? 0;
  const from = slotFrom(lanes, lane, free.length > 0 ? now : (leased.get(lane) ?? now));
  const fit = Math.floor((now + patience - from) / lanes.period) + 1;
  if (fit < 1) return null;
  const quiet = free.length * 2 > lanes.count && lanes.count > 1;
  const slots = Math.max(Math.min(wanted, fit), quiet ? Math.ceil(KEPT_FOR / lanes.period) : 0);
  return { lane, from, until: from + slots * lanes.period };
}

/** The half of the lanes that ends first: if all chose the very first, all but one would write in vain. */
function soonest(all: readonly number[], leased: Leased): readonly number[] {
  const byEnd = all.toSorted((a, b) => (leased.get(a) ?? 0) - (leased.get(b) ?? 0));
  return byEnd.slice(0, Math.ceil(all.length / 2));
}

/** Where leases are written down; one row for the deployment. */
export interface PaceStore {
  /**
   * Leases a stretch if nobody holds any of it. Gives null when it is ours, else until when each lane is leased. Rejects with
   * RetryableError.
   */
  lease(lease: Lease): Promise<Leased | null>;
}
