import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { memoryAddressBook } from '../../shared/table/memory-address.ts';
import { memorySignUpCounts } from '../../shared/table/memory-sign-ups.ts';
import { dynamoSignUpCounts } from '../../shared/table/sign-ups.dynamodb.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';
import { instead } from './faulty-client.ts';

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

let count = 0;
function aName(): string {
  count += 1;
  return `source-${count}`;
}
const NOW = Date.parse('2026-11-18T12:00:00Z');
const caps = [
  { max: 1, per: 10 * MINUTE },
  { max: 3, per: DAY },
];

describe.each([
  ['DynamoDB', () => dynamoAddressBook(engine.client, engine.records)],
  ['memory', () => memoryAddressBook()],
] as const)('P-34 an address book in %s', (_, make) => {
  test('gives the last place to one of many who want it at once', async () => {
    const book = make();
    const hmac = aName();
    const many = Array.from({ length: 5 }, (_, n) => book.reserveConfirmation(hmac, `m-${n}`, NOW, caps));
    const answers = await Promise.all(many);
    expect(answers.filter((each) => each.ok)).toHaveLength(1);
    expect((await book.read(hmac)).confirmations).toHaveLength(1);
  });

  test('keeps the place of a mail whose call was put off, and gives the next when there is one', async () => {
    const book = make();
    const hmac = aName();
    const reserve = (messageId: string, at: number) => book.reserveConfirmation(hmac, messageId, at, caps);
    expect([await reserve('m-1', NOW), await reserve('m-1', NOW + 1)].map((each) => each.ok)).toEqual([true, true]);
    expect(await reserve('m-2', NOW + 1)).toEqual({ ok: false, cap: caps[0], until: NOW + 10 * MINUTE });
    expect((await reserve('m-2', NOW + 10 * MINUTE)).ok).toBe(true);
    expect((await book.read(hmac)).confirmations).toEqual([
      { messageId: 'm-1', at: NOW },
      { messageId: 'm-2', at: NOW + 10 * MINUTE },
    ]);
  });

  test('P-101 gives an address that several profiles hold no more places than there are, to 50 at once', async () => {
    const book = make();
    const hmac = aName();
    const weekly = [{ max: 3, per: 7 * DAY }];
    const many = Array.from({ length: 50 }, (_, n) => book.reserveMarketing(hmac, `m-${n}`, NOW, weekly));
    const answers = await Promise.all(many);
    expect(answers.filter((each) => each.ok)).toHaveLength(3);
    expect((await book.read(hmac)).marketing).toHaveLength(3);
    expect((await book.read(hmac)).confirmations).toEqual([]);
  });

  test('P-101 counts a message from its own call, and gives a place back that was not used', async () => {
    const book = make();
    const hmac = aName();
    const daily = [{ max: 1, per: DAY }];
    const reserve = (messageId: string, at: number) => book.reserveMarketing(hmac, messageId, at, daily);
    expect((await reserve('m-1', NOW)).ok).toBe(true);
    expect((await reserve('m-1', NOW + HOUR)).ok).toBe(true);
    expect(await reserve('m-2', NOW + DAY)).toEqual({ ok: false, cap: daily[0], until: NOW + HOUR + DAY });
    expect((await reserve('m-2', NOW + HOUR + DAY)).ok).toBe(true);
    await book.returnMarketing(hmac, 'm-2');
    await book.returnMarketing(hmac, 'm-unknown');
    expect((await reserve('m-3', NOW + HOUR + DAY)).ok).toBe(true);
    await book.returnMarketing(aName(), 'm-1');
  });

  test('P-36 keeps the later end of a block', async () => {
    const book = make();
    const hmac = aName();
    for (const until of [200, 300, 100]) await book.block(hmac, until);
    expect((await book.read(hmac)).blockedUntil).toBe(300);
  });
});

describe.each([
  ['DynamoDB', () => dynamoSignUpCounts(engine.client, engine.records)],
  ['memory', () => memorySignUpCounts()],
] as const)('P-35 counts of sign-ups in %s', (_, make) => {
  test('take so many places of an hour, and a repetition none', async () => {
    const counts = make();
    const source = aName();
    const take = (id: string, hour = NOW) => counts.take(source, hour, id, 2);
    expect([await take('a'), await take('a'), await take('b'), await take('c'), await take('a')]).toEqual([
      'taken',
      'again',
      'taken',
      'full',
      'again',
    ]);
    expect(await take('c', NOW + HOUR)).toBe('taken');
  });

  test('give the hours since an instant', async () => {
    const counts = make();
    const base = NOW + 400 * DAY;
    for (const hour of [0, 1, 1, 2]) await counts.count(base + hour * HOUR);
    expect(await counts.since(base + HOUR)).toEqual(
      new Map([
        [base + HOUR, 2],
        [base + 2 * HOUR, 1],
      ]),
    );
  });
});

test('what does not answer is to be tried again', async () => {
  const client = instead(engine, Object.assign(new Error('no'), { name: 'InternalServerError' }));
  const counts = dynamoSignUpCounts(client, engine.records);
  await expect(counts.take('s', NOW, 'a', 1)).rejects.toThrow(RetryableError);
  await expect(counts.count(NOW)).rejects.toThrow(RetryableError);
  await expect(counts.since(NOW)).rejects.toThrow(RetryableError);
  const book = dynamoAddressBook(client, engine.records);
  await expect(book.reserveConfirmation('h', 'm', NOW, caps)).rejects.toThrow(RetryableError);
});
