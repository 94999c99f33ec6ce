import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConflictError } from '../../shared/kernel/errors.ts';
import { newCrowdJob, SEGMENTS, skippedJob } from '../../shared/person/crowd-job.ts';
import { newPerson } from '../../shared/person/person.ts';
import { noPlan } from '../../shared/person/plan.ts';
import { dynamoCrowdJobs } from '../../shared/table/crowd-jobs.dynamodb.ts';
import { memoryCrowdJobs } from '../../shared/table/memory-crowd-jobs.ts';
import { memoryPeoplePages } from '../../shared/table/memory-people-pages.ts';
import { memoryPersonStore } from '../../shared/table/memory-person.ts';
import { memoryPlanStore } from '../../shared/table/memory-plan.ts';
import { dynamoPeoplePages } from '../../shared/table/people-pages.dynamodb.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoPlanStore } from '../../shared/table/plan.dynamodb.ts';
import { dynamoSweepCursors } from '../../shared/table/sweep-cursors.dynamodb.ts';
import { memorySweepCursors, type ShardCursor } from '../../shared/table/sweep-cursors.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';

const START = Date.parse('2026-11-18T12:00:00Z');
const task = { kind: 'broadcast', campaign: 'season', occurrence: '2026-12-24', at: START } as const;

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

describe.each([
  ['DynamoDB', () => dynamoCrowdJobs(engine.client, engine.records)],
  ['memory', () => memoryCrowdJobs()],
] as const)('jobs over everybody in %s', (_, make) => {
  test('are made once, and listed newest first', async () => {
    const jobs = make();
    const job = newCrowdJob('one', task, START);
    expect(await jobs.load('one')).toBeNull();
    expect(await jobs.create(job)).toBe(true);
    expect(await jobs.create({ ...job, startedAt: START + 5 })).toBe(false);
    await jobs.create(newCrowdJob('two', { kind: 'arm', release: 3, campaigns: ['a'] }, START + 1));
    expect(await jobs.load('one')).toEqual(job);
    expect((await jobs.list(10)).map(({ id }) => id)).toEqual(['two', 'one']);
    expect(await jobs.list(1)).toHaveLength(1);
  });

  test('that are skipped stay so', async () => {
    const jobs = make();
    const job = skippedJob('skipped', task, START);
    await jobs.create(job);
    expect(await jobs.load('skipped')).toEqual(job);
    expect(await jobs.create(newCrowdJob('skipped', task, START))).toBe(false);
  });

  test('advance a segment from where it was read only, beside the others', async () => {
    const jobs = make();
    await jobs.create(newCrowdJob('three', task, START));
    const read = { pages: 1, people: 40, cursor: 'c-40', done: false };
    expect(await jobs.advance('three', 2, 0, read)).toBe(true);
    expect(await jobs.advance('three', 2, 0, { ...read, people: 1 })).toBe(false);
    expect(await jobs.advance('three', 0, 0, { ...read, done: true })).toBe(true);
    const segments = (await jobs.load('three'))?.segments;
    expect(segments).toHaveLength(SEGMENTS);
    expect(segments?.[2]).toEqual(read);
    expect(segments?.[0]?.done).toBe(true);
    expect(await jobs.advance('nobody', 0, 0, read)).toBe(false);
  });

  test('are stopped and resumed', async () => {
    const jobs = make();
    await jobs.create(newCrowdJob('four', task, START));
    expect(await jobs.stop('four', true)).toBe(true);
    expect((await jobs.load('four'))?.stopped).toBe(true);
    expect(await jobs.stop('four', false)).toBe(true);
    expect((await jobs.load('four'))?.stopped).toBe(false);
    expect(await jobs.stop('nobody', true)).toBe(false);
  });
});

describe.each([
  ['DynamoDB', () => dynamoPlanStore(engine.client, engine.records)],
  ['memory', () => memoryPlanStore()],
] as const)('the plan in %s', (_, make) => {
  test('is replaced by whoever read the one before', async () => {
    const plans = make();
    expect(await plans.load()).toEqual(noPlan);
    const first = { ...noPlan, turn: 1, release: 4, dueAt: START };
    await plans.save(first);
    await expect(plans.save({ ...first, release: 5 })).rejects.toThrow(ConflictError);
    await plans.save({ ...first, turn: 2, dueAt: null });
    expect(await plans.load()).toEqual({ ...first, turn: 2, dueAt: null });
  });
});

describe.each([
  ['DynamoDB', () => dynamoSweepCursors(engine.client, engine.records)],
  ['memory', () => memorySweepCursors()],
] as const)('places of the sweep in %s', (_, make) => {
  test('are kept by shard', async () => {
    const cursors = make();
    expect((await cursors.load()).size).toBe(0);
    const place = { through: { profileId: 'ann', dueAt: START }, wholeAt: START, isCrowded: true };
    await cursors.save(63, place);
    await cursors.save(0, { ...place, through: START });
    expect(await cursors.load()).toEqual(
      new Map<number, ShardCursor>([
        [63, place],
        [0, { ...place, through: START }],
      ]),
    );
  });
});

describe('pages of everybody', () => {
  test.each(['DynamoDB', 'memory'])('in %s give each person once, whole and in parts', async (kind) => {
    const memory = memoryPersonStore();
    const store =
      kind === 'memory' ? memory : dynamoPersonStore(engine.client, { people: engine.people, records: engine.records });
    const pages = kind === 'memory' ? memoryPeoplePages(memory) : dynamoPeoplePages(engine.client, engine.people);
    const ids = Array.from({ length: 45 }, (_, n) => `c-${n}`);
    for (const id of ids) {
      const person = newPerson(id);
      await store.commit(person, { person, effects: [], ledger: [] });
    }
    const inParts: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      for (let from: string | null = null, isMore = true; isMore; ) {
        const { rows, next } = await pages.ids({ index, of: 4 }, 7, from);
        inParts.push(...rows);
        from = next;
        isMore = next !== null;
      }
    }
    expect(inParts.toSorted()).toEqual(ids.toSorted());
    const whole: string[] = [];
    for (let from: string | null = null, isMore = true; isMore; ) {
      const { rows, next } = await pages.people(7, from);
      whole.push(...rows.map(({ profileId }) => profileId));
      from = next;
      isMore = next !== null;
    }
    expect(whole.toSorted()).toEqual(ids.toSorted());
  });
});
