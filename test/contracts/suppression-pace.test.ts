import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BETWEEN_CALLS } from '../../shared/consent/suppression-pace.ts';
import { SECOND } from '../../shared/kernel/instants.ts';
import { pacedSuppressionList } from '../../shared/outbound/paced-suppression-list.ts';
import { memorySuppressionPace } from '../../shared/table/memory-suppression-pace.ts';
import { dynamoSuppressionPace } from '../../shared/table/suppression-pace.dynamodb.ts';
import { noon } from '../table/people.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

describe.each([
  ['in DynamoDB', () => dynamoSuppressionPace(engine.client, engine.records)],
  ['in memory', () => memorySuppressionPace()],
])('the pace of the suppression list %s', (_, open) => {
  test('P-79 gives callers at once moments a second apart', async () => {
    const pace = open();
    const slots = await Promise.all(Array.from({ length: 5 }, () => pace.take(noon)));
    const gaps = slots.toSorted((a, b) => a - b).map((slot, n, all) => slot - (all[n - 1] ?? slot - BETWEEN_CALLS));
    expect(gaps).toEqual([BETWEEN_CALLS, BETWEEN_CALLS, BETWEEN_CALLS, BETWEEN_CALLS, BETWEEN_CALLS]);
    expect(Math.min(...slots)).toBe(noon);
    expect(BETWEEN_CALLS).toBeGreaterThanOrEqual(SECOND);
  });

  test('P-79 who comes when nobody called for long need not wait', async () => {
    const pace = open();
    const later = noon + 3_600 * SECOND;
    expect(await pace.take(later)).toBe(later);
  });
});

test('P-79 every call of the list waits for its moment', async () => {
  const told = { now: noon, calls: [] as number[] };
  const call = async () => {
    told.calls.push(told.now);
    return { addresses: [], next: null };
  };
  const waiting = {
    pace: memorySuppressionPace(),
    clock: () => told.now,
    async pause(ms: number) {
      told.now += ms;
    },
  };
  const list = pacedSuppressionList({ page: call, remove: async () => void (await call()) }, waiting);
  await list.remove('ann@example.org');
  await list.remove('ben@example.org');
  await list.page(null, null);
  expect(told.calls).toEqual([noon, noon + BETWEEN_CALLS, noon + 2 * BETWEEN_CALLS]);
});
