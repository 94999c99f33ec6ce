import '../runtime/quiet-log.ts';
import { expect, test } from 'vitest';
import type { QueueRecord } from '../../../functions/runtime/queue.ts';
import { sendRecords } from '../../../functions/send/send-records.ts';
import { printedLines } from '../runtime/printed.ts';

const printed = printedLines();

function record(id: string, profileId: string, messageId: string): QueueRecord {
  const body = JSON.stringify({ profileId, messageId });
  return { id, body, queueArn: 'arn:aws:sqs:eu-central-1:1:send', receipt: id, received: 1, sentAt: 0 };
}

test('orders of one person are performed one after another, those of different people at the same time', async () => {
  const running = new Map<string, number>();
  let together = 0;
  const failed = await sendRecords(
    [record('1', 'ann', 'a'), record('2', 'ann', 'b'), record('3', 'bob', 'c'), record('4', 'ann', 'd')],
    async ({ profileId }) => {
      expect(running.get(profileId) ?? 0).toBe(0);
      running.set(profileId, 1);
      together = Math.max(together, [...running.values()].filter((each) => each > 0).length);
      await Promise.resolve();
      running.set(profileId, 0);
    },
  );
  expect(failed).toEqual([]);
  expect(together).toBe(2);
});

test('an order that fails comes again, and harms no other, not even of the same person', async () => {
  const done: string[] = [];
  const unreadable = { ...record('3', 'bob', 'c'), body: 'nonsense' };
  const failed = await sendRecords(
    [record('1', 'ann', 'a'), record('2', 'ann', 'b'), unreadable],
    async ({ messageId }) => {
      if (messageId === 'a') throw new Error('lost the race');
      done.push(messageId);
    },
  );
  expect([...failed].sort()).toEqual(['1', '3']);
  expect(done).toEqual(['b']);
  // An operator looks for a dead letter by its ids.
  const lines = printed
    .lines()
    .toSorted((left, right) => String(left['record']).localeCompare(String(right['record'])));
  expect(lines).toMatchObject([
    { level: 'ERROR', record: '1', profileId: 'ann', messageId: 'a', error: { name: 'Error' } },
    { level: 'ERROR', record: '3', error: { name: 'TypeError' } },
  ]);
});
