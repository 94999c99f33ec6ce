import { describe, expect, test } from 'vitest';
import { type CrowdPorts, tellOnePage } from '../../../functions/jobs/crowd.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import type { JsonObject } from '../../../shared/kernel/json.ts';
import { newCrowdJob, nextOrders, stateOf } from '../../../shared/person/crowd-job.ts';
import type { JobOrder } from '../../../shared/person/jobs-queue.ts';
import { newPerson } from '../../../shared/person/person.ts';
import { memoryCrowdJobs } from '../../../shared/table/memory-crowd-jobs.ts';
import { memoryPeoplePages } from '../../../shared/table/memory-people-pages.ts';
import { NOON } from '../../person/making.ts';

const PEOPLE = 450;
/** The real page would take thousands of people. */
const PAGE = 50;
const everybody = Array.from({ length: PEOPLE }, (_, n) => newPerson(`p-${n}`));
const task = { kind: 'broadcast', campaign: 'season', occurrence: '2026-12-24', at: NOON } as const;

interface Delivery {
  readonly order: JobOrder;
  received: number;
}

/** A job over 450 people, some three pages a segment, with a queue that delivers again what failed. */
async function aJob(breaks: { at: number; when: 'before' | 'after' } | null = null) {
  const waiting: Delivery[] = [];
  const told: string[] = [];
  const world = { depth: 0, delayed: 0 };
  let calls = 0;
  const breaking = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get:
        (target, name) =>
        async (...given: unknown[]) => {
          calls += 1;
          const mine = breaks?.at === calls;
          if (mine && breaks.when === 'before') throw new RetryableError('killed');
          const answer: unknown = await (Reflect.get(target, name) as (...all: unknown[]) => unknown).apply(
            target,
            given,
          );
          if (mine) throw new RetryableError('killed');
          return answer;
        },
    });
  const jobs = memoryCrowdJobs();
  const queue = {
    async enqueue(orders: readonly JobOrder[], options?: { readonly delay?: number }) {
      if (options?.delay) world.delayed += 1;
      else waiting.push(...orders.map((order) => ({ order, received: 0 })));
    },
  };
  const inputs = {
    async enqueue(bodies: readonly JsonObject[]) {
      for (const body of bodies) {
        expect(body).toMatchObject({ heed: 'broadcast', campaign: 'season', occurrence: '2026-12-24', at: NOON });
        told.push(...(body.ids as string[]));
      }
    },
  };
  const pages = memoryPeoplePages({ people: () => everybody });
  const people: CrowdPorts['people'] = {
    ...pages,
    ids: (part, limit, from) => pages.ids(part, Math.min(limit, PAGE), from),
  };
  const ports: CrowdPorts = {
    crowds: breaking(jobs),
    people: breaking(people),
    inputs: breaking(inputs),
    queue: breaking(queue),
    depth: async () => world.depth,
  };
  const job = newCrowdJob('broadcast-season-2026-12-24', task, NOON);
  await jobs.create(job);
  await queue.enqueue(nextOrders(job));
  return {
    world,
    jobs,
    told,
    queue,
    waiting,
    calls: () => calls,
    load: async () => (await jobs.load(job.id)) ?? job,
    /** Delivers messages until none is left, at most `most`. Gives how many deliveries that took. */
    async work(most = 200) {
      let deliveries = 0;
      for (let next = waiting.shift(); next && deliveries < most; next = waiting.shift()) {
        deliveries += 1;
        next.received += 1;
        if (next.order.job !== 'crowd') throw new Error('another job');
        try {
          await tellOnePage(ports, next.order, next.received > 1);
        } catch {
          waiting.push(next);
        }
      }
      return deliveries;
    },
  };
}

describe('work over everybody', () => {
  test('tells each person once, a page a message, and is done', async () => {
    const { work, told, load } = await aJob();
    await work();
    expect(told).toHaveLength(PEOPLE);
    expect(new Set(told).size).toBe(PEOPLE);
    const job = await load();
    expect(stateOf(job)).toBe('done');
    expect(job.segments.reduce((sum, each) => sum + each.people, 0)).toBe(PEOPLE);
  });

  test('goes on behind a death before or after any of its calls, and ends', async () => {
    const { work: counted, calls } = await aJob();
    await counted();
    for (let at = 1; at <= calls(); at += 1) {
      for (const when of ['before', 'after'] as const) {
        const { work, told, load } = await aJob({ at, when });
        expect(await work()).toBeLessThan(40);
        expect({ at, when, told: new Set(told).size, state: stateOf(await load()) }).toEqual({
          at,
          when,
          told: PEOPLE,
          state: 'done',
        });
      }
    }
  });

  test('messages that come twice make no second chain', async () => {
    const { work, told, waiting } = await aJob();
    waiting.push(...waiting.map((each) => ({ ...each })));
    await work();
    expect(told).toHaveLength(PEOPLE);
  });

  test('waits while many inputs wait', async () => {
    const { work, told, world } = await aJob();
    world.depth = 1_000;
    await work();
    expect(told).toEqual([]);
    expect(world.delayed).toBe(4);
  });

  test('is stopped, and goes on where it was', async () => {
    const { work, told, jobs, load, queue } = await aJob();
    await work(4);
    await jobs.stop('broadcast-season-2026-12-24', true);
    await work();
    const before = told.length;
    expect(before).toBeLessThan(PEOPLE);
    expect(stateOf(await load())).toBe('stopped');
    await jobs.stop('broadcast-season-2026-12-24', false);
    await queue.enqueue(nextOrders(await load()));
    await queue.enqueue(nextOrders(await load()));
    await work();
    expect(told).toHaveLength(PEOPLE);
  });
});
