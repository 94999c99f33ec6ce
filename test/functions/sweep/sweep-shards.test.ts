import { describe, expect, test } from 'vitest';
import { sweeper } from '../../../functions/sweep/sweep-shards.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { HOUR, MINUTE } from '../../../shared/kernel/instants.ts';
import type { DueShards } from '../../../shared/table/due-shards.ts';
import { dueShardOf } from '../../../shared/table/keys.ts';
import { memoryDueShards } from '../../../shared/table/memory-due-shards.ts';
import { memorySweepCursors } from '../../../shared/table/sweep-cursors.ts';
import { NOON } from '../../person/making.ts';

/** People in the index, a queue whose depth is said, and what each tick woke. */
function aSweep({ many = 0, broken = -1, most = 100_000 } = {}) {
  const index = memoryDueShards();
  const woken: string[] = [];
  const looks: unknown[] = [];
  let saved = 0;
  const world = { depth: 0, broken, wakes: true };
  const due: DueShards = {
    async dueIn(shard, now, limit, from) {
      if (shard === world.broken) throw new RetryableError('throttled');
      looks.push(from);
      return index.dueIn(shard, now, limit, from);
    },
  };
  const kept = memorySweepCursors();
  const cursors = {
    load: kept.load,
    async save(...given: Parameters<typeof kept.save>) {
      saved += 1;
      await kept.save(...given);
    },
  };
  const wake = async (lists: readonly (readonly string[])[]) => {
    if (!world.wakes) throw new RetryableError('the queue does not answer');
    for (const list of lists) expect(list.length).toBeLessThanOrEqual(25);
    woken.push(...lists.flat());
  };
  const make = () => sweeper({ due, wake, cursors, depth: async () => world.depth, clock: () => NOON }, most);
  for (let n = 0; n < many; n += 1) index.move(`p-${n}`, null, NOON - HOUR + n);
  let sweep = make();
  return {
    world,
    index,
    looks,
    saved: () => saved,
    /** Whom a tick woke. */
    async tick(now: number, shards?: readonly number[]) {
      woken.length = 0;
      looks.length = 0;
      await sweep(now, shards);
      return [...woken];
    },
    restart() {
      sweep = make();
    },
    /** Decided: the row has left the index. */
    decided(ids: readonly string[]) {
      for (const id of ids) index.move(id, NOON - HOUR + Number(id.slice(2)), null);
    },
  };
}

describe('the sweep', () => {
  test('wakes who is due, never before the moment, and writes nothing while few wait', async () => {
    const { tick, index, saved } = aSweep();
    index.move('ann', null, NOON);
    expect(await tick(NOON - 1)).toEqual([]);
    expect(await tick(NOON)).toEqual(['ann']);
    expect(saved()).toBe(0);
  });

  test('finds at once whoever became due in the past, since a shard with few is read whole', async () => {
    const { tick, index } = aSweep();
    await tick(NOON);
    index.move('late', null, NOON - 5 * HOUR);
    expect(await tick(NOON + MINUTE)).toEqual(['late']);
  });

  test('wakes again whom a lost message left behind', async () => {
    const { tick, index, world } = aSweep();
    index.move('ann', null, NOON);
    world.wakes = false;
    await expect(tick(NOON)).rejects.toThrow('does not answer');
    world.wakes = true;
    expect(await tick(NOON + MINUTE)).toEqual(['ann']);
    expect(await tick(NOON + 2 * MINUTE)).toEqual(['ann']);
  });

  test('asks a crowd once while the queue is deep, in the order of their moments, and the rest of it later', async () => {
    const { tick, world, saved, looks } = aSweep({ many: 10_000 });
    const first = await tick(NOON);
    expect(new Set(first).size).toBe(10_000);
    expect(first.slice(0, 500).every((id) => Number(id.slice(2)) < 9_000)).toBe(true);
    expect(saved()).toBe(64);
    world.depth = 200;
    expect(await tick(NOON + MINUTE)).toEqual([]);
    world.depth = 0;
    expect(await tick(NOON + 2 * MINUTE)).toEqual([]);
    expect(looks.every((from) => from === NOON - MINUTE)).toBe(true);
  });

  test('reads a crowded shard whole after a quarter of an hour, for what got lost', async () => {
    const { tick, decided } = aSweep({ many: 10_000 });
    const [lost, ...others] = await tick(NOON);
    decided(others);
    expect(await tick(NOON + 14 * MINUTE)).toEqual([]);
    expect(await tick(NOON + 15 * MINUTE)).toEqual([lost]);
  });

  test('knows its places after a restart, while the queue is deep', async () => {
    const { tick, restart, world } = aSweep({ many: 10_000 });
    await tick(NOON);
    restart();
    world.depth = 300;
    expect(await tick(NOON + 3 * MINUTE)).toEqual([]);
  });

  test('of a tick takes a bounded number, and goes on with the next', async () => {
    const { tick, world, decided } = aSweep({ many: 13_000, most: 6_000 });
    const first = await tick(NOON);
    expect(first.length).toBeGreaterThanOrEqual(6_000);
    expect(first.length).toBeLessThanOrEqual(12_400);
    decided(first);
    world.depth = 1_000;
    const second = await tick(NOON + MINUTE);
    const third = await tick(NOON + 2 * MINUTE);
    expect(new Set([...first, ...second, ...third]).size).toBe(13_000);
  });

  test('one shard that does not answer holds up no other, and is told of', async () => {
    const { index, looks, world, tick } = aSweep({ broken: dueShardOf('ann') });
    index.move('ann', null, NOON);
    await expect(tick(NOON)).rejects.toThrow('throttled');
    expect(looks).toHaveLength(63);
    world.broken = -1;
    expect(await tick(NOON + MINUTE)).toEqual(['ann']);
  });

  test('looks into the named shards only', async () => {
    const { tick, looks } = aSweep();
    await tick(NOON, [3, 5]);
    expect(looks).toHaveLength(2);
  });
});
