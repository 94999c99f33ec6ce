import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { HOUR, SECOND } from '../../shared/kernel/instants.ts';
import { memoryPaceStore } from '../../shared/table/memory-pace.ts';
import { memorySpamRates } from '../../shared/table/memory-spam-rates.ts';
import { dynamoPaceStore } from '../../shared/table/pace.dynamodb.ts';
import { dynamoSpamRates } from '../../shared/table/spam-rates.dynamodb.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';
import { instead } from './faulty-client.ts';

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());
beforeEach(() => engine.reset());

const NOW = Date.parse('2026-11-18T12:00:00Z') + 1 / 3;

describe.each([
  ['DynamoDB', () => dynamoPaceStore(engine.client, engine.records)],
  ['memory', () => memoryPaceStore()],
] as const)('P-77 leases of lanes in %s', (_, make) => {
  const lease = (lane: number, from: number, seconds = 10) => ({ lane, from, until: from + seconds * SECOND });

  test('go to one of many who want the same stretch at once; the others are told who holds what', async () => {
    const store = make();
    expect(await store.lease(lease(4, NOW, 1))).toBeNull();
    const answers = await Promise.all(Array.from({ length: 5 }, () => store.lease(lease(7, NOW))));
    expect(answers.filter((each) => each === null)).toHaveLength(1);
    const told = answers.find((each) => each !== null);
    expect(told?.get(4)).toBeCloseTo(NOW + SECOND, 3);
    expect(told?.get(7)).toBeCloseTo(NOW + 10 * SECOND, 3);
  });

  test('stand one behind the other on a lane, to fractions of a millisecond', async () => {
    const store = make();
    await store.lease(lease(0, NOW));
    expect(await store.lease(lease(0, NOW + 10 * SECOND - 0.25))).not.toBeNull();
    expect(await store.lease(lease(0, NOW + 10 * SECOND))).toBeNull();
    expect(await store.lease(lease(1, NOW))).toBeNull();
  });

  test('that a clock far ahead wrote are taken over', async () => {
    const store = make();
    await store.lease(lease(0, NOW + HOUR));
    expect(await store.lease(lease(0, NOW))).toBeNull();
    expect(await store.lease(lease(0, NOW + SECOND))).not.toBeNull();
  });
});

describe.each([
  ['DynamoDB', () => dynamoSpamRates(engine.client, engine.records)],
  ['memory', () => memorySpamRates()],
] as const)('P-83 spam rates in %s', (_, make) => {
  const rate = (day: string, percent: number, domain = 'acme.example') => ({ domain, day, percent, toldAt: 1_000 });

  test('are the newest day of each domain; the same day again corrects it', async () => {
    const rates = make();
    expect(await rates.all()).toEqual([]);
    await rates.tell(rate('2026-11-20', 0.31));
    await rates.tell(rate('2026-11-19', 0.02));
    await rates.tell(rate('2026-11-20', 0.3));
    await rates.tell(rate('2026-11-18', 0, 'news.acme.example'));
    expect((await rates.all()).toSorted((a, b) => a.domain.localeCompare(b.domain))).toEqual([
      rate('2026-11-20', 0.3),
      rate('2026-11-18', 0, 'news.acme.example'),
    ]);
  });
});

test('a table that does not answer is a reason to try again', async () => {
  const broken = instead(engine, Object.assign(new Error('no'), { name: 'ProvisionedThroughputExceededException' }));
  const pace = dynamoPaceStore(broken, engine.records);
  await expect(pace.lease({ lane: 0, from: 0, until: 1 })).rejects.toBeInstanceOf(RetryableError);
  await expect(dynamoSpamRates(broken, engine.records).all()).rejects.toBeInstanceOf(RetryableError);
});
