import { describe, expect, test } from 'vitest';
import { HOUR, type Instant, SECOND } from '../../shared/kernel/instants.ts';
import { lanesOf, type PaceStore } from '../../shared/messages/pace.ts';
import { leasedPacer, type Pacer } from '../../shared/messages/pacer.ts';
import { memoryPaceStore } from '../../shared/table/memory-pace.ts';

const START: Instant = Date.parse('2026-11-27T08:00:00Z');
const PATIENCE = 10 * SECOND;

/** Numbers in [0, 1) that are the same in each run. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

interface Busy {
  readonly pacer: Pacer;
  /** When its invocation ends and the next one may begin. */
  freeAt: Instant;
}

/** Invocations on a virtual clock, one step after another: each takes slots for its batch and is busy until its last call. */
async function simulated(options: {
  readonly rate: number;
  readonly workers: number;
  readonly batch: number;
  readonly seconds: number;
  /** ms between two batches of a worker. */
  readonly rest?: number;
}) {
  const { rate, workers, batch, seconds, rest = 50 } = options;
  const memory = memoryPaceStore();
  const counted = { now: START, writes: 0, refused: 0 };
  const store: PaceStore = {
    lease(lease) {
      counted.writes += 1;
      return memory.lease(lease);
    },
  };
  const clock = () => counted.now;
  const chance = chances(workers);
  const busy: Busy[] = Array.from({ length: workers }, () => ({
    pacer: leasedPacer(store, clock, chance),
    freeAt: START + chance() * 100,
  }));
  const sent: Instant[] = [];
  while (counted.now < START + seconds * SECOND) {
    const next = busy.reduce((a, b) => (b.freeAt < a.freeAt ? b : a));
    counted.now = Math.max(counted.now, next.freeAt);
    const slots = await next.pacer.slots(rate, batch, PATIENCE);
    counted.refused += batch - slots.length;
    for (const slot of slots) {
      expect(slot).toBeGreaterThan(counted.now - 1);
      expect(slot).toBeLessThanOrEqual(counted.now + PATIENCE);
    }
    sent.push(...slots);
    next.freeAt = (slots.at(-1) ?? counted.now + SECOND) + rest * (0.5 + chance());
  }
  return { sent: sent.toSorted((a, b) => a - b), ...counted };
}

/** The worst that any stretch of time has, as a share of the rate: n mails take at least n - 1 gaps. */
function worst(sent: readonly Instant[], rate: number, most = 200): number {
  let share = 0;
  for (let first = 0; first < sent.length; first += 1) {
    for (let n = 1; n < Math.min(most, sent.length - first); n += 1) {
      const took = ((sent[first + n] as number) - (sent[first] as number)) / SECOND;
      share = Math.max(share, n / (took * rate));
    }
  }
  return share;
}

describe('P-77 slots of the permitted rate', () => {
  test.each([
    [0.9, 3, 10, 60],
    [12.6, 30, 10, 30],
    [90, 30, 10, 20],
    [180, 30, 10, 10],
    [900, 30, 10, 5],
    [9_000, 30, 10, 1],
  ])('at %d a second, %d invocations of %d mails for %d s never exceed it', async (rate, workers, batch, seconds) => {
    const { sent } = await simulated({ rate, workers, batch, seconds });
    expect(worst(sent, rate)).toBeLessThanOrEqual(1.01);
  });

  test('in a crowd most of the rate is used, and what does not fit is told', async () => {
    const { sent, refused } = await simulated({ rate: 12.6, workers: 30, batch: 10, seconds: 60 });
    const used = sent.filter((at) => at < START + 60 * SECOND).length / 60;
    expect(used).toBeGreaterThan(12.6 * 0.9);
    expect(refused).toBeGreaterThan(0);
    const wide = await simulated({ rate: 180, workers: 30, batch: 10, seconds: 20 });
    expect(wide.sent.filter((at) => at < START + 20 * SECOND).length / 20).toBeGreaterThan(180 * 0.9);
  });

  test('a quiet deployment writes a lease for many mails, not one for each', async () => {
    const { sent, writes, refused } = await simulated({ rate: 900, workers: 3, batch: 1, seconds: 60, rest: 500 });
    expect(sent.length).toBeGreaterThan(250);
    expect(writes).toBeLessThan(sent.length / 10);
    expect(refused).toBe(0);
  });

  test('in a broadcast a lease is written for a batch, at most', async () => {
    const { sent, writes } = await simulated({ rate: 900, workers: 30, batch: 10, seconds: 5 });
    expect(writes).toBeLessThan(sent.length / 5);
  });

  test('a quiet first mail waits for one slot of a lane at most', async () => {
    const [slot] = await leasedPacer(
      memoryPaceStore(),
      () => START,
      () => 0.5,
    ).slots(900, 1, PATIENCE);
    expect((slot ?? 0) - START).toBeLessThanOrEqual(lanesOf(900).period);
  });

  test('another rate makes other lanes, and a stretch under the old one is not used any more', async () => {
    const clock = { now: START };
    const pacer = leasedPacer(
      memoryPaceStore(),
      () => clock.now,
      () => 0.1,
    );
    await pacer.slots(900, 5, PATIENCE);
    const slow = await pacer.slots(9, 20, PATIENCE);
    expect(worst(slow, 9)).toBeLessThanOrEqual(1.01);
  });

  test('a row that a clock far ahead has written stops nobody', async () => {
    const store = memoryPaceStore();
    for (let lane = 0; lane < 30; lane += 1)
      await store.lease({ lane, from: START + HOUR, until: START + HOUR + SECOND });
    const pacer = leasedPacer(
      store,
      () => START,
      () => 0,
    );
    expect(await pacer.slots(900, 10, PATIENCE)).toHaveLength(10);
  });
});
