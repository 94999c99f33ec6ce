import { describe, expect, test } from 'vitest';
import { type Refusal, rejectAll } from '../../../functions/decide/refusals.ts';
import type { Rejection } from '../../../shared/outbound/rejected-queue.sqs.ts';

const batch = {
  id: 'bus-1',
  source: 'shop',
  'detail-type': 'heed.batch',
  time: '2026-11-21T10:00:00Z',
  detail: { events: [{ type: 'order.placed', profileId: 'c-1' }, { type: 'order.placed', profileId: 'c 2' }, 'x'] },
};

function refused(body: object, field: string, reason: Refusal['reason'] = 'invalid'): Refusal {
  const from = { id: 'r-1', body: JSON.stringify(body), sentAt: 0, received: 1, receipt: 'r', queueArn: 'arn' };
  return { from, reason, problems: [{ field, message: 'is wrong' }] };
}

async function rejectionsOf(...refusals: readonly Refusal[]): Promise<readonly Rejection[]> {
  const rejections: Rejection[] = [];
  const rejected = { reject: async (all: readonly Rejection[]) => void rejections.push(...all) };
  await rejectAll({ rejected, isErased: async (id) => id === 'gone', clock: () => 0 }, refusals);
  return rejections;
}

const recordsOf = async (...refusals: readonly Refusal[]) =>
  (await rejectionsOf(...refusals)).map(({ record }) => JSON.parse(record) as unknown);

describe('what is rejected of a batch', () => {
  test('is the one event, so that a replay asks nothing of those beside it', async () => {
    const [rejection] = await rejectionsOf(refused(batch, 'events[1].profileId'));
    expect(rejection?.problems).toEqual([{ field: 'events[1].profileId', message: 'is wrong' }]);
    expect(JSON.parse(rejection?.record ?? '')).toEqual({
      id: 'bus-1:1',
      source: 'shop',
      'detail-type': 'order.placed',
      time: '2026-11-21T10:00:00Z',
      detail: { profileId: 'c 2' },
    });
  });

  test('is a batch of one where it has no type', async () => {
    expect(await recordsOf(refused(batch, 'events[2]'))).toMatchObject([
      { id: 'bus-1:2', 'detail-type': 'heed.batch', detail: { events: ['x'] } },
    ]);
  });

  test('is nothing of somebody who was erased (P-58)', async () => {
    const events = [{ type: 'order.placed', profileId: 'gone', traits: { email: 'no address' } }];
    expect(await recordsOf(refused({ ...batch, detail: { events } }, 'events[0].traits.email'))).toEqual([]);
  });
});

test('what is no batch is kept as it came', async () => {
  const event = { ...batch, 'detail-type': 'order.placed', detail: { profileId: 'c 1' } };
  expect(await recordsOf(refused(event, 'profileId'))).toEqual([event]);
  expect(await recordsOf(refused(batch, 'events'))).toEqual([batch]);
});

test('a bug that many of one message met leaves one row', async () => {
  const told = { heed: 'broadcast', ids: ['a', 'b'] };
  const rejections = await rejectionsOf(refused(told, 'ids[0]', 'undecidable'), refused(told, 'ids[1]', 'undecidable'));
  expect(rejections).toHaveLength(1);
  expect(rejections[0]?.problems).toHaveLength(2);
});
