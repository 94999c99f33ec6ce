import type { Instant } from '../kernel/instants.ts';
import type { Due, DueShards } from './due-shards.ts';
import { dueShardOf } from './keys.ts';

export interface MemoryDueShards extends DueShards {
  /** A commit moved a person's moment; null is no timer. */
  move(profileId: string, from: Instant | null, to: Instant | null): void;
}

/** The twin of the `due` index: each shard sorted, so that a sweep costs what is due, not what is stored. */
export function memoryDueShards(): MemoryDueShards {
  const shards = new Map<number, Due[]>();
  const shardOf = (shard: number): Due[] => {
    const known = shards.get(shard) ?? [];
    shards.set(shard, known);
    return known;
  };
  return {
    move(profileId, from, to) {
      if (from === to) return;
      const shard = shardOf(dueShardOf(profileId));
      if (from !== null) shard.splice(placeOf(shard, { profileId, dueAt: from }), 1);
      if (to !== null) shard.splice(placeOf(shard, { profileId, dueAt: to }), 0, { profileId, dueAt: to });
    },
    async dueIn(shard, now, limit, from) {
      const rows = shardOf(shard);
      const start = typeof from === 'number' ? placeOf(rows, { profileId: '', dueAt: from }) : placeAfter(rows, from);
      const page = rows.slice(start, start + limit).filter((each) => each.dueAt <= now);
      const following = rows[start + limit];
      const isMore = following !== undefined && following.dueAt <= now;
      return { due: page, next: isMore ? (page.at(-1) ?? null) : null };
    },
  };
}

/** Place of the first row that is not before `sought`. */
function placeOf(rows: readonly Due[], sought: Due): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(rows[middle] as Due, sought)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placeAfter(rows: readonly Due[], { profileId, dueAt }: Due): number {
  // The least text after an id is the id with a NUL behind it.
  return placeOf(rows, { profileId: `${profileId}\0`, dueAt });
}

function isBefore(a: Due, b: Due): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.profileId < b.profileId);
}
