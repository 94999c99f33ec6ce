import { type Instant, MINUTE, SECOND } from '../../shared/kernel/instants.ts';
import type { QueueDepth } from '../../shared/outbound/queue-depth.sqs.ts';
import { batchesOf } from '../../shared/outbound/send-batches.sqs.ts';
import type { Due, DuePage, DueShards } from '../../shared/table/due-shards.ts';
import { DUE_SHARDS } from '../../shared/table/keys.ts';
import type { ShardCursor, SweepCursors } from '../../shared/table/sweep-cursors.ts';
import { eachForItself } from '../runtime/each-for-itself.ts';
import { inParallel } from '../runtime/in-parallel.ts';

export interface SweepPorts {
  readonly due: DueShards;
  /** Asks `decide` to look at people again: lists of at most 25. */
  readonly wake: (lists: readonly (readonly string[])[]) => Promise<void>;
  readonly cursors: SweepCursors;
  /** Of the queue of inputs. */
  readonly depth: QueueDepth;
  readonly clock: () => Instant;
}

/** Finds who is due at `now` in every shard of the index, or in those named, and wakes them. Gives how many. */
export type Sweep = (now: Instant, shards?: readonly number[]) => Promise<{ readonly due: number }>;

const ALL_SHARDS: readonly number[] = Array.from({ length: DUE_SHARDS }, (_, shard) => shard);
const WIDTH = 16;
/** Ids in one message of the queue: an invocation of `decide` takes 50 messages, and must get through all of their people in time. */
const IDS = 25;
/** Rows in one look into a shard. */
const ROWS = 100;
/** Behind the place that a crowded shard was read to: rows may reach the index late, and out of order. */
const OVERLAP = 2 * MINUTE;
/** How often a crowded shard is read from its beginning, for what a lost message left behind. */
const WHOLE_EVERY = 15 * MINUTE;
/** Messages that wait in the queue; from here on nobody is asked a second time. */
const DEEP = 200;
/** What a tick may find, and how long it may look: a function of a small core and 50 s gets through both. */
const MOST = 100_000;
const LOOKS_FOR = 35 * SECOND;

interface Lane {
  readonly shard: number;
  readonly isWhole: boolean;
  readonly from: Due | Instant;
}

const UNREAD: ShardCursor = { through: 0, wholeAt: 0, isCrowded: false };

/**
 * A person leaves the index with the commit that takes the timer, so who was woken in vain (a lost message, a crash) is found
 * again, and who is woken twice finds nothing due. A shard in which few wait is read whole each time, which costs no more. One
 * with a crowd is read on from where the last tick came, less two minutes, and whole every quarter of an hour: the crowd is in
 * the queue already. The places are kept in memory, since the sweep runs alone, and stored while there is a crowd only, for whoever starts while the queue is deep.
 */
export function sweeper(ports: SweepPorts, most = MOST): Sweep {
  const places = new Map<number, ShardCursor>();
  let isLoaded = false;
  return async (now, shards = ALL_SHARDS) => {
    const isDeep = (await ports.depth()) >= DEEP;
    // After a restart the places of the one before matter only while its crowd is in the queue.
    if (isDeep && !isLoaded) {
      for (const [shard, place] of await ports.cursors.load()) if (!places.has(shard)) places.set(shard, place);
      isLoaded = true;
    }
    const before = new Map(places);
    const lanes = shards.map((shard) => laneOf(shard, before.get(shard) ?? UNREAD, now, isDeep));
    const { found, failure } = await drain(ports, places, lanes, now, most);
    const moved = shards.filter((shard) => isWorthKeeping(before.get(shard), places.get(shard)));
    await inParallel(moved, WIDTH, async (shard) => ports.cursors.save(shard, places.get(shard) ?? UNREAD));
    if (failure) throw failure.error;
    return { due: found };
  };
}

function laneOf(shard: number, place: ShardCursor, now: Instant, isDeep: boolean): Lane {
  if (isDeep) return { shard, isWhole: false, from: place.through };
  if (!place.isCrowded || now - place.wholeAt >= WHOLE_EVERY) return { shard, isWhole: true, from: 0 };
  return { shard, isWhole: false, from: Math.max(0, momentOf(place.through) - OVERLAP) };
}

function momentOf(place: Due | Instant): Instant {
  return typeof place === 'number' ? place : place.dueAt;
}

interface Drained {
  readonly found: number;
  /** Of the first shard that did not answer. */
  readonly failure: { readonly error: unknown } | null;
}

/** All shards a page each, earliest first, and again those that have more. One that does not answer holds up no other. */
async function drain(
  ports: SweepPorts,
  places: Map<number, ShardCursor>,
  lanes: readonly Lane[],
  now: Instant,
  most: number,
): Promise<Drained> {
  const until = ports.clock() + LOOKS_FOR;
  const counts = new Map<number, number>();
  let failure: Drained['failure'] = null;
  let found = 0;
  for (let open = lanes; open.length > 0 && found < most && ports.clock() <= until; ) {
    const pages: { readonly lane: Lane; readonly page: DuePage }[] = [];
    const [failed] = await eachForItself(open, WIDTH, async (lane) => {
      pages.push({ lane, page: await ports.due.dueIn(lane.shard, now, ROWS, lane.from) });
    });
    failure ??= failed ?? null;
    const due = pages.flatMap(({ page }) => page.due).sort((a, b) => a.dueAt - b.dueAt);
    const lists = batchesOf(due, IDS).map((each) => each.map(({ profileId }) => profileId));
    if (lists.length > 0) await ports.wake(lists);
    found += due.length;
    for (const { lane, page } of pages) {
      const count = (counts.get(lane.shard) ?? 0) + page.due.length;
      counts.set(lane.shard, count);
      places.set(lane.shard, placeAfter(places.get(lane.shard) ?? UNREAD, lane, page, count, now));
    }
    open = pages.flatMap(({ lane, page }) => (page.next === null ? [] : [{ ...lane, from: page.next }]));
  }
  return { found, failure };
}

function placeAfter(place: ShardCursor, lane: Lane, { next }: DuePage, count: number, now: Instant): ShardCursor {
  const isCrowded = count >= ROWS || (place.isCrowded && !lane.isWhole);
  return { through: next ?? now, wholeAt: lane.isWhole ? now : place.wholeAt, isCrowded };
}

/** Where nobody crowds there is no place to remember: nothing is written by an idle sweep. */
function isWorthKeeping(before: ShardCursor | undefined, after: ShardCursor | undefined): boolean {
  if (!after || JSON.stringify(before) === JSON.stringify(after)) return false;
  return after.isCrowded || before?.isCrowded === true;
}
