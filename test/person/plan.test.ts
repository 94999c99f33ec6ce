import { describe, expect, test } from 'vitest';
import { DAY, HOUR, type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import { type CrowdJob, newCrowdJob, nextOrders, stateOf } from '../../shared/person/crowd-job.ts';
import { keepPlan } from '../../shared/person/keep-plan.ts';
import { memoryCrowdJobs } from '../../shared/table/memory-crowd-jobs.ts';
import { memoryPlanStore } from '../../shared/table/memory-plan.ts';
import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import type { Release } from '../../shared/workspace/workspace.ts';
import { campaign, NOON, settings } from './making.ts';

function release(number: number, publishedAt: Instant, campaigns: readonly CampaignDefinition[]): Release {
  const hashes = Object.fromEntries(campaigns.map((each) => [each.id, JSON.stringify(each)]));
  return { number, publishedAt, content: { ...emptyRelease.content, settings, campaigns }, hashes };
}

/** 13:00 in Berlin is noon here, 18 November. */
const season = (differs: Partial<CampaignDefinition> = {}) =>
  campaign({
    id: 'season',
    key: undefined,
    triggers: [{ kind: 'schedule', on: '2026-11-18', at: 14 * 60 }],
    ...differs,
  });

function aCalendar(first: Release) {
  const world = { now: NOON, release: first, lost: 0 };
  const crowds = memoryCrowdJobs();
  const orders: unknown[] = [];
  const ports = {
    plans: memoryPlanStore(),
    releases: { active: async () => world.release },
    crowds,
    jobs: {
      async enqueue(given: readonly unknown[]) {
        if (world.lost-- > 0) throw new Error('killed');
        orders.push(...given);
      },
    },
    clock: () => world.now,
  };
  const jobs = async () => (await crowds.list(10)).map(({ id }: CrowdJob) => id).sort();
  return {
    world,
    orders,
    plans: ports.plans,
    crowds,
    jobs,
    /** A tick, `ms` later. */
    async tick(ms = 0) {
      world.now += ms;
      return keepPlan(ports);
    },
  };
}

describe('the plan of broadcasts', () => {
  test('starts each on its moment, once', async () => {
    const { tick, jobs, plans } = aCalendar(release(1, NOON - DAY, [season()]));
    await tick();
    expect((await plans.load()).dueAt).toBe(NOON + HOUR);
    expect(await tick(HOUR - 1)).toBe(0);
    expect(await jobs()).toEqual([]);
    expect(await tick(1)).toBe(1);
    expect(await tick(MINUTE)).toBe(0);
    expect(await jobs()).toEqual(['broadcast-season-2026-11-18']);
    expect((await plans.load()).dueAt).toBeNull();
  });

  test('never starts one whose moment lies before the publication of the campaign', async () => {
    const { tick, jobs } = aCalendar(release(1, NOON + 2 * HOUR, [season()]));
    await tick(2 * HOUR);
    expect(await jobs()).toEqual([]);
  });

  test('catches up after an outage, for three days (P-97)', async () => {
    const late = aCalendar(release(1, NOON - DAY, [season()]));
    await late.tick();
    await late.tick(3 * DAY);
    expect(await late.jobs()).toEqual(['broadcast-season-2026-11-18']);
    const tooLate = aCalendar(release(1, NOON - DAY, [season()]));
    await tooLate.tick();
    await tooLate.tick(4 * DAY);
    expect(await tooLate.jobs()).toEqual([]);
  });

  test('loses none to a release in the very minute, and repeats none with it', async () => {
    const { tick, jobs, world } = aCalendar(release(1, NOON - DAY, [season()]));
    await tick();
    world.release = release(2, NOON + HOUR + 1_000, [season({ name: 'Another name' })]);
    await tick(HOUR + 2_000);
    expect(await jobs()).toEqual(['broadcast-season-2026-11-18']);
    world.release = release(3, world.now, [season({ name: 'A third' })]);
    expect(await tick(MINUTE)).toBe(0);
  });

  test('an older release that is activated again starts nothing of what is over', async () => {
    const first = release(1, NOON - DAY, [season()]);
    const { tick, jobs, world } = aCalendar(first);
    await tick();
    world.release = release(2, NOON + MINUTE, []);
    await tick(MINUTE);
    await tick(2 * HOUR);
    world.release = first;
    await tick(MINUTE);
    expect(await jobs()).toEqual([]);
  });

  test('a draft and one outside of its season start nothing', async () => {
    const none = [season({ status: 'draft' }), season({ id: 'c', ends: '2026-11-18' })];
    const { tick, jobs } = aCalendar(release(1, NOON - DAY, none));
    await tick();
    await tick(2 * HOUR);
    expect(await jobs()).toEqual([]);
  });

  test('one whose moment falls into a pause is told to nobody, and is listed as skipped', async () => {
    const { tick, jobs, world, orders, crowds } = aCalendar(release(1, NOON - DAY, [season()]));
    await tick();
    world.release = release(2, NOON + MINUTE, [season({ status: 'paused' })]);
    await tick(MINUTE);
    await tick(HOUR);
    world.release = release(3, world.now, [season()]);
    await tick(MINUTE);
    await tick(DAY);
    expect(await jobs()).toEqual(['broadcast-season-2026-11-18']);
    const [job] = await crowds.list(1);
    expect(job && stateOf(job)).toBe('skipped');
    expect([orders, job && nextOrders(job)]).toEqual([[], []]);
  });

  test('one that is paused and goes on before its moment goes out', async () => {
    const { tick, crowds, world } = aCalendar(release(1, NOON - DAY, [season()]));
    await tick();
    world.release = release(2, NOON + MINUTE, [season({ status: 'paused' })]);
    await tick(MINUTE);
    world.release = release(3, NOON + 2 * MINUTE, [season()]);
    await tick(MINUTE);
    await tick(HOUR);
    expect((await crowds.list(10)).map(stateOf)).toEqual(['running']);
  });

  test('a death before the first messages is mended by the next tick', async () => {
    const { tick, jobs, world, orders } = aCalendar(release(1, NOON - DAY, [season()]));
    await tick();
    world.lost = 1;
    await expect(tick(HOUR)).rejects.toThrow('killed');
    expect(orders).toEqual([]);
    await tick(MINUTE);
    expect(await jobs()).toHaveLength(1);
    expect(orders).toHaveLength(4);
  });

  test('one that an operator stopped stays stopped', async () => {
    const { tick, crowds, orders, world } = aCalendar(release(1, NOON - DAY, [season()]));
    await tick();
    const task = { kind: 'broadcast', campaign: 'season', occurrence: '2026-11-18', at: NOON + HOUR } as const;
    await crowds.create(newCrowdJob('broadcast-season-2026-11-18', task, world.now));
    await crowds.stop('broadcast-season-2026-11-18', true);
    await tick(HOUR);
    expect(orders).toEqual([]);
  });
});

describe('`existing-too`', () => {
  const birthday = (name: string) =>
    campaign({
      id: 'birthday',
      key: undefined,
      name,
      triggers: [
        { kind: 'date', path: 'profile.birthday', yearly: true, before: ['P0D'], at: 540, enroll: 'existing-too' },
      ],
    });

  test('arms everybody once for each definition that comes into force', async () => {
    const { tick, jobs, world } = aCalendar(release(1, NOON, [birthday('a')]));
    expect(await tick()).toBe(1);
    expect(await tick(MINUTE)).toBe(0);
    world.release = release(2, world.now, [birthday('a'), season()]);
    expect(await tick(MINUTE)).toBe(0);
    world.release = release(3, world.now, [birthday('b')]);
    expect(await tick(MINUTE)).toBe(1);
    expect(await jobs()).toHaveLength(2);
  });
});
