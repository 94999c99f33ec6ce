import '../runtime/quiet-log.ts';
import { expect, test } from 'vitest';
import { jobRecords } from '../../../functions/jobs/job-records.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import type { JobOrder } from '../../../shared/person/jobs-queue.ts';
import { printedLines } from '../runtime/printed.ts';

const printed = printedLines();

function record(id: string, order: unknown, received = 1) {
  const body = typeof order === 'string' ? order : JSON.stringify(order);
  return { id, body, queueArn: 'q', receipt: id, received, sentAt: 0 };
}

const after = (profileId: string): JobOrder => ({ job: 'erasure-after', profileId });
const crowd: JobOrder = { job: 'crowd', id: 'broadcast-1', segment: 0, page: 3 };

test('a job that fails comes again and harms no other', async () => {
  const done: string[] = [];
  const failed = await jobRecords(
    [record('1', after('ann')), record('2', after('bob')), record('3', crowd, 2)],
    async (order, isAgain) => {
      if (order.job !== 'crowd' && order.profileId === 'ann') throw new RetryableError('the table does not answer');
      done.push(`${order.job}${isAgain ? ' again' : ''}`);
    },
  );
  expect(failed.map(({ id }) => id)).toEqual(['1']);
  expect(done).toEqual(['erasure-after', 'crowd again']);
});

test('the log names what failed by the ids that an operator looks for, and what is no order by its message', async () => {
  const work = async () => Promise.reject(new RetryableError('the table does not answer'));
  const orders = [
    after('ann'),
    crowd,
    { job: 'erasure-after', profileId: 'zenobia@quux.example' },
    'zenobia@quux.example',
  ];
  const failed = await jobRecords(
    orders.map((order, index) => record(`${index}`, order)),
    work,
  );
  expect(failed).toHaveLength(4);
  expect(printed.lines()).toMatchObject([
    { level: 'WARN', record: '0', job: 'erasure-after', profileId: 'ann', error: { name: 'RetryableError' } },
    { level: 'WARN', record: '1', job: 'crowd', id: 'broadcast-1' },
    { level: 'ERROR', record: '2', error: { name: 'TypeError' } },
    { level: 'ERROR', record: '3', error: { name: 'TypeError' } },
  ]);
  expect(printed.text()).not.toMatch(/zenobia|quux/);
});

test('what is no order comes again until it is dead, and is told at its first delivery only', async () => {
  const work = async () => undefined;
  for (const received of [1, 2, 3]) expect(await jobRecords([record('1', 'nonsense', received)], work)).toHaveLength(1);
  expect(printed.lines()).toMatchObject([{ level: 'ERROR', record: '1', error: { name: 'TypeError' } }]);
});
