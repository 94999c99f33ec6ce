import type { Instant } from '../../shared/kernel/instants.ts';
import type { DueIndex } from '../../shared/table/due-index.ts';
import { inParallel } from '../runtime/in-parallel.ts';

export interface SweepPorts {
  readonly due: DueIndex;
  /** Asks `decide` to look at people again. */
  readonly wake: (profileIds: readonly string[]) => Promise<void>;
}

const SHARDS = 64;
const WIDTH = 16;
/** Ids in one message of the queue. */
const IDS = 100;

/**
 * Finds who is due at `now` in every shard of the index and wakes them. A person leaves the index with the commit that takes
 * the timer, so who was woken in vain (a lost message, a crash) is found again by the next tick; who is woken twice finds
 * nothing due. Gives how many were found.
 */
export async function sweepShards({ due, wake }: SweepPorts, now: Instant): Promise<{ readonly due: number }> {
  let found = 0;
  await inParallel(
    Array.from({ length: SHARDS }, (_, shard) => shard),
    WIDTH,
    async (shard) => {
      for (let from: Parameters<DueIndex['dueIn']>[3] | null = 0; from !== null; ) {
        const page = await due.dueIn(shard, now, IDS, from);
        if (page.due.length > 0) await wake(page.due.map((each) => each.profileId));
        found += page.due.length;
        from = page.next;
      }
    },
  );
  return { due: found };
}
