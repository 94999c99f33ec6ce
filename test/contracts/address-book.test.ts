import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AddressBook } from '../../shared/consent/address-book.ts';
import { unknownAddress } from '../../shared/consent/address-state.ts';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { dynamoAddressBook } from '../../shared/table/address.dynamodb.ts';
import { memoryAddressBook } from '../../shared/table/memory-address.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';
import { instead } from './faulty-client.ts';

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

let count = 0;
/** An address that nothing is known of. */
function anAddress(): string {
  count += 1;
  return `hmac-${count}`;
}

/** Every order of the writes. */
function orders<T>(things: readonly T[]): T[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((thing, n) => orders(things.toSpliced(n, 1)).map((rest) => [thing, ...rest]));
}

describe.each([
  ['DynamoDB', () => dynamoAddressBook(engine.client, engine.records)],
  ['memory', () => memoryAddressBook()],
] as const)('an address book in %s', (_, make) => {
  test('knows nothing of an address at first', async () => {
    expect(await make().read(anAddress())).toEqual(unknownAddress);
  });

  test('comes to the same state in whatever order writes come, and however often', async () => {
    const writes: ((book: AddressBook, hmac: string) => Promise<void>)[] = [
      (book, hmac) => book.suppress(hmac, 'complaint', 200),
      (book, hmac) => book.suppress(hmac, 'hard-bounce', 300),
      (book, hmac) => book.suppress(hmac, 'hard-bounce', 250),
      (book, hmac) => book.stop(hmac, 500),
    ];
    for (const order of orders(writes)) {
      const book = make();
      const hmac = anAddress();
      for (const write of [...order, ...order]) await write(book, hmac);
      expect(await book.read(hmac)).toEqual({
        ...unknownAddress,
        suppression: { reason: 'hard-bounce', since: 250 },
        stoppedAt: 500,
        resumedAt: null,
      });
    }
  });

  test('P-84 a lift clears what was said before it, and never what comes later', async () => {
    const lifting = (book: AddressBook, hmac: string) => book.lift(hmac, 300);
    const before = (book: AddressBook, hmac: string) => book.suppress(hmac, 'hard-bounce', 200);
    const beforeThat = (book: AddressBook, hmac: string) => book.suppress(hmac, 'complaint', 100);
    for (const order of orders([lifting, before, beforeThat])) {
      const book = make();
      const hmac = anAddress();
      for (const write of [...order, ...order]) await write(book, hmac);
      expect((await book.read(hmac)).suppression).toBeNull();
      await book.suppress(hmac, 'complaint', 300);
      expect((await book.read(hmac)).suppression).toEqual({ reason: 'complaint', since: 300 });
      await book.lift(hmac, 250);
      await before(book, hmac);
      expect((await book.read(hmac)).suppression).toEqual({ reason: 'complaint', since: 300 });
      await book.lift(hmac, 400);
      expect((await book.read(hmac)).suppression).toBeNull();
    }
  });

  test('lets a complaint not hide an earlier hard bounce', async () => {
    const book = make();
    const hmac = anAddress();
    await book.suppress(hmac, 'hard-bounce', 100);
    await book.suppress(hmac, 'complaint', 200);
    expect((await book.read(hmac)).suppression).toEqual({ reason: 'hard-bounce', since: 100 });
  });

  test('never moves a stop or a return backwards', async () => {
    const book = make();
    const hmac = anAddress();
    await book.stop(hmac, 200);
    await book.stop(hmac, 100);
    await book.resume(hmac, 300);
    await book.resume(hmac, 150);
    expect(await book.read(hmac)).toMatchObject({ stoppedAt: 200, resumedAt: 300 });
  });

  test('lists holders oldest first, and forgets who left', async () => {
    const book = make();
    const hmac = anAddress();
    await book.hold(hmac, 'c-young', 300);
    await book.hold(hmac, 'c-old', 100);
    await book.hold(hmac, 'c-middle', 200);
    await book.hold(hmac, 'c-middle', 400);
    expect((await book.read(hmac)).holders).toEqual(['c-old', 'c-middle', 'c-young']);
    await book.leave(hmac, 'c-old');
    await book.leave(hmac, 'c-old');
    expect((await book.read(hmac)).holders).toEqual(['c-middle', 'c-young']);
    await book.leave(hmac, 'c-middle');
    await book.leave(hmac, 'c-young');
    await book.leave(anAddress(), 'c-young');
    expect((await book.read(hmac)).holders).toEqual([]);
  });

  test('keeps the earliest moment of a holder', async () => {
    const book = make();
    const hmac = anAddress();
    await book.hold(hmac, 'c-1', 300);
    await book.hold(hmac, 'c-2', 200);
    await book.hold(hmac, 'c-1', 100);
    expect((await book.read(hmac)).holders).toEqual(['c-1', 'c-2']);
  });

  test('takes profile ids that look like paths or prototypes', async () => {
    const book = make();
    const hmac = anAddress();
    await book.hold(hmac, 'a.b:c', 1);
    await book.hold(hmac, '__proto__', 2);
    await book.hold(hmac, '1', 3);
    expect((await book.read(hmac)).holders).toEqual(['a.b:c', '__proto__', '1']);
    await book.leave(hmac, 'a.b:c');
    expect((await book.read(hmac)).holders).toEqual(['__proto__', '1']);
  });

  test('makes the candidate the holder only where there is none', async () => {
    const book = make();
    const hmac = anAddress();
    expect(await book.holderOr(hmac, 's-1', 100)).toBe('s-1');
    expect(await book.holderOr(hmac, 's-2', 50)).toBe('s-1');
    await book.hold(hmac, 'c-42', 20);
    expect(await book.holderOr(hmac, 's-3', 100)).toBe('c-42');
    await book.leave(hmac, 's-1');
    await book.leave(hmac, 'c-42');
    expect(await book.holderOr(hmac, 's-4', 100)).toBe('s-4');
    expect((await book.read(hmac)).holders).toEqual(['s-4']);
  });

  test('gives two who ask at once the same answer', async () => {
    const book = make();
    const hmac = anAddress();
    const answers = await Promise.all(['s-1', 's-2', 's-3'].map((id) => book.holderOr(hmac, id, 100)));
    expect(new Set(answers).size).toBe(1);
    expect((await book.read(hmac)).holders).toEqual([answers[0]]);
  });

  test('loses no holder when several come at once', async () => {
    const book = make();
    const hmac = anAddress();
    await Promise.all([1, 2, 3, 4].map((n) => book.hold(hmac, `c-${n}`, n)));
    expect((await book.read(hmac)).holders).toEqual(['c-1', 'c-2', 'c-3', 'c-4']);
  });

  test('keeps what is known of an address apart from who holds it', async () => {
    const book = make();
    const hmac = anAddress();
    await book.stop(hmac, 100);
    await book.hold(hmac, 'c-1', 200);
    expect(await book.read(hmac)).toEqual({ ...unknownAddress, holders: ['c-1'], stoppedAt: 100 });
  });
});

describe('an address book in DynamoDB', () => {
  test('fails when the table does, so that nothing is sent on an unread address', async () => {
    const book = dynamoAddressBook(instead(engine, new Error('down')), engine.records);
    await expect(book.read('hmac-x')).rejects.toBeInstanceOf(RetryableError);
    await expect(book.stop('hmac-x', 1)).rejects.toBeInstanceOf(RetryableError);
  });

  test('holds no row of an address that somebody left who never held it', async () => {
    const hmac = anAddress();
    await dynamoAddressBook(engine.client, engine.records).leave(hmac, 'c-1');
    const Key = { PK: { S: `ADDRESS#${hmac}` }, SK: { S: 'STATE' } };
    const { Item } = await engine.client.send(
      new GetItemCommand({ TableName: engine.records, Key, ConsistentRead: true }),
    );
    expect(Item).toBeUndefined();
  });
});
