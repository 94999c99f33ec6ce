import type { AddressInfo } from 'node:net';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { sqsInputsQueue } from '../../shared/outbound/inputs-queue.sqs.ts';
import { sqsJobsQueue } from '../../shared/outbound/jobs-queue.sqs.ts';
import { sqsRejectedQueue } from '../../shared/outbound/rejected-queue.sqs.ts';
import { sqsRejectedShelf } from '../../shared/outbound/rejected-shelf.sqs.ts';
import { sqsRestingQueue } from '../../shared/outbound/resting-queue.sqs.ts';
import { batchesOf } from '../../shared/outbound/send-batches.sqs.ts';
import { sqsSendQueue } from '../../shared/outbound/send-queue.sqs.ts';

const app = buildApp({ logger: false });
let client: SQSClient;
let origin: string;

beforeAll(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  client = new SQSClient({
    endpoint: origin,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterAll(async () => {
  client.destroy();
  await app.close();
});

async function queue(name: string): Promise<string> {
  await client.send(new CreateQueueCommand({ QueueName: name }));
  return `${origin}/000000000000/${name}`;
}

async function bodiesIn(QueueUrl: string): Promise<unknown[]> {
  const bodies: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body }) => JSON.parse(Body ?? '') as unknown));
  }
}

describe('queues in SQS', () => {
  test('a send queue keeps priority apart and carries ids only (P-12)', async () => {
    const urls = { priority: await queue('send-priority'), normal: await queue('send') };
    const sends = sqsSendQueue(client, urls);
    const orders = Array.from({ length: 23 }, (_, n) => ({ profileId: `c-${n}`, messageId: `m-${n}` }));
    await sends.enqueue(orders, { priority: false });
    await sends.enqueue([{ profileId: 'c-1', messageId: 'm-99' }], { priority: true });
    expect(await bodiesIn(urls.normal)).toEqual(orders);
    expect(await bodiesIn(urls.priority)).toEqual([{ profileId: 'c-1', messageId: 'm-99' }]);
  });

  test('a send queue holds orders back when asked', async () => {
    const normal = await queue('send-later');
    await sqsSendQueue(client, { priority: normal, normal }).enqueue([{ profileId: 'c-1', messageId: 'm-1' }], {
      priority: false,
      delay: 900,
    });
    expect(await bodiesIn(normal)).toEqual([]);
  });

  test('an inputs queue takes bodies as they are', async () => {
    const url = await queue('inputs');
    await sqsInputsQueue(client, url).enqueue([{ heed: 'timers', ids: ['c-1', 'c-2'] }, { heed: 'x' }]);
    await sqsInputsQueue(client, url).enqueue([]);
    expect(await bodiesIn(url)).toEqual([{ heed: 'timers', ids: ['c-1', 'c-2'] }, { heed: 'x' }]);
  });

  test('a rejected queue keeps reason, problems, record and moment', async () => {
    const url = await queue('rejected');
    const problems = [{ field: 'properties.topics', message: 'is missing' }];
    const at = Date.parse('2026-11-21T12:00:00Z');
    await sqsRejectedQueue(client, url).reject([{ reason: 'invalid', problems, record: '{"broken', at }]);
    expect(await bodiesIn(url)).toEqual([
      { reason: 'invalid', problems, record: '{"broken', at: '2026-11-21T12:00:00.000Z' },
    ]);
  });

  test('a queue that is not there may be tried again', async () => {
    const inputs = sqsInputsQueue(client, `${origin}/000000000000/nowhere`);
    await expect(inputs.enqueue([{ a: 1 }])).rejects.toBeInstanceOf(RetryableError);
    await expect(inputs.enqueue([{ a: 1 }])).rejects.toThrow('queue nowhere');
  });
});

test('batches keep to number and bytes, and to the order', () => {
  expect(batchesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(batchesOf([4, 4, 4, 20, 1], 10, 10, (size) => size)).toEqual([[4, 4], [4], [20], [1]]);
  expect(batchesOf([], 10)).toEqual([]);
});

describe('what waits for an operator', () => {
  test('is looked through: kept and given back, replaced, deleted (P-56)', async () => {
    const url = await queue('resting');
    const bodies = Array.from({ length: 25 }, (_, n) => ({ n }));
    await sqsInputsQueue(client, url).enqueue(bodies);
    const ends = await sqsRestingQueue(client, url).sift(async (body) => {
      const { n, left } = JSON.parse(body) as { n: number; left?: boolean };
      if (n % 5 === 0) return null;
      return n === 7 && !left ? JSON.stringify({ n, left: true }) : body;
    });
    expect(ends).toBe(true);
    const kept = bodies.filter(({ n }) => n % 5 !== 0).map((body) => (body.n === 7 ? { n: 7, left: true } : body));
    const found = (await bodiesIn(url)) as { n: number }[];
    expect(found.toSorted((a, b) => a.n - b.n)).toEqual(kept);
  });

  test('what was rejected can be looked at and replayed, by id, and the rest stays', async () => {
    const [rejectedUrl, inputsUrl] = [await queue('shelf'), await queue('shelf-inputs')];
    const records = ['{"n":1}', '{"n":2}'];
    const at = Date.parse('2026-11-21T12:00:00Z');
    await sqsRejectedQueue(client, rejectedUrl).reject(
      records.map((record) => ({ reason: 'invalid', problems: [], record, at })),
    );
    const shelf = sqsRejectedShelf(client, rejectedUrl, inputsUrl);
    const recordIn = ({ body }: { readonly body: string }) => (JSON.parse(body) as { record: string }).record;
    const found = await shelf.look(10);
    expect(found.map(recordIn).toSorted()).toEqual(records);
    expect(await shelf.look(1)).toHaveLength(1);
    const first = found.find((each) => recordIn(each) === records[0]);
    expect(await shelf.replay(10, (each) => (each.id === first?.id ? recordIn(each) : null))).toEqual([first?.id]);
    expect(await bodiesIn(inputsUrl)).toEqual([{ n: 1 }]);
    expect((await shelf.look(10)).map(recordIn)).toEqual(['{"n":2}']);
  });

  test('a jobs queue carries its orders as they are', async () => {
    const url = await queue('jobs');
    await sqsJobsQueue(client, url).enqueue([{ job: 'erasure-after', profileId: 'c-1' }]);
    expect(await bodiesIn(url)).toEqual([{ job: 'erasure-after', profileId: 'c-1' }]);
  });
});
