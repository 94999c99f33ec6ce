import { randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../shared/consent/ledger.ts';
import { ConflictError, RetryableError } from '../../shared/kernel/errors.ts';
import { HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { newPerson, type Person } from '../../shared/person/person.ts';
import { type Commit, type ManyPeople, type PersonStore, RowTooLargeError } from '../../shared/person/person-store.ts';
import { dynamoDueShards } from '../../shared/table/due-shards.dynamodb.ts';
import type { DueShards } from '../../shared/table/due-shards.ts';
import { dueShardOf } from '../../shared/table/keys.ts';
import { loadsTogether } from '../../shared/table/loads-together.ts';
import { memoryPersonStore } from '../../shared/table/memory-person.ts';
import { type CommittedEffects, effectsOf } from '../../shared/table/outbox.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { encodePerson } from '../../shared/table/person-codec.ts';
import { dynamoTimelineStore } from '../../shared/table/timeline.dynamodb.ts';
import { aCustomer, aLedgerEntry, anEnrollment, aSendEffect, noon } from '../table/people.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';
import { afterAnswer, instead } from './faulty-client.ts';

interface Implementation {
  readonly store: PersonStore & ManyPeople;
  readonly due: DueShards;
  readonly ledger: (profileId: string) => Promise<readonly LedgerEntry[]>;
  /** Effects of the person's last commit. */
  readonly effects: (profileId: string) => Promise<CommittedEffects>;
}

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

function inDynamodb(client: DynamoDBClient = engine.client): Implementation {
  const { people, records } = engine;
  return {
    store: dynamoPersonStore(client, { people, records }),
    due: dynamoDueShards(client, people),
    async ledger(profileId) {
      return (await dynamoTimelineStore(engine.client, records).ledger(profileId, 50, null)).rows;
    },
    async effects(profileId) {
      const key = { profileId: { S: profileId } };
      const { Item = {} } = await engine.client.send(
        new GetItemCommand({ TableName: people, Key: key, ConsistentRead: true }),
      );
      return effectsOf(Item);
    },
  };
}

function together(made: Implementation): Implementation {
  return { ...made, store: { ...loadsTogether(made.store), loadAll: made.store.loadAll } };
}

function inMemory(): Implementation {
  const store = memoryPersonStore();
  const drained: CommittedEffects[] = [];
  return {
    store,
    due: store,
    ledger: async (profileId) => store.ledgerOf(profileId).toReversed(),
    async effects(profileId) {
      drained.push(...store.drainEffects());
      const version = (await store.load(profileId))?.version ?? 0;
      const last = drained.findLast((each) => each.profileId === profileId && each.version === version);
      return last ?? { profileId, version, effects: [] };
    },
  };
}

const commitOf = (person: Person, rest: Partial<Commit> = {}): Commit => ({ person, effects: [], ledger: [], ...rest });

/** Somebody new with a state of their own. */
let count = 0;
function somebody(changes: Partial<Person> = {}): Person {
  count += 1;
  return { ...aCustomer(changes), profileId: `c-${count}`, version: 0 };
}

describe.each([
  ['DynamoDB', () => inDynamodb()],
  ['memory', () => inMemory()],
  ['memory, loads of one moment together', () => together(inMemory())],
] as const)('a person store in %s', (_, make) => {
  test('knows nobody at first', async () => {
    expect(await make().store.load('c-nobody')).toBeNull();
  });

  test('gives back what was committed, one version on', async () => {
    const { store } = make();
    const person = somebody();
    const committed = await store.commit(newPerson(person.profileId), commitOf(person));
    expect(committed).toEqual({ ...person, version: 1 });
    expect(await store.load(person.profileId)).toEqual(committed);
    const next = await store.commit(committed, commitOf({ ...committed, release: 13 }));
    expect(next.version).toBe(2);
    expect(await store.load(person.profileId)).toEqual({ ...person, release: 13, version: 2 });
  });

  test('reads many at once, each as if read alone', async () => {
    const { store } = make();
    const [one, two] = [somebody(), somebody()];
    const committed = await store.commit(newPerson(one.profileId), commitOf(one));
    await store.commit(newPerson(two.profileId), commitOf(two));
    const all = await store.loadAll([two.profileId, 'c-nobody', one.profileId]);
    expect([...all.keys()].toSorted()).toEqual([one.profileId, two.profileId, 'c-nobody'].toSorted());
    expect(all.get(one.profileId)).toEqual(committed);
    expect(all.get('c-nobody')).toBeNull();
  });

  test('gives each what it asked for, asked at one moment', async () => {
    const { store } = make();
    const [one, two] = [somebody(), somebody()];
    await store.commit(newPerson(one.profileId), commitOf(one));
    await store.commit(newPerson(two.profileId), commitOf(two));
    const found = await Promise.all(
      [two.profileId, 'c-nobody', one.profileId, two.profileId].map((id) => store.load(id)),
    );
    expect(found.map((each) => each?.profileId)).toEqual([two.profileId, undefined, one.profileId, two.profileId]);
  });

  test('lets one of two commits on one version win', async () => {
    const { store } = make();
    const person = somebody();
    const first = await store.commit(newPerson(person.profileId), commitOf(person));
    const answers = await Promise.allSettled(
      [1, 2].map((release) => store.commit(first, commitOf({ ...first, release }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [lost] = answers.filter((each) => each.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(ConflictError);
    expect((await store.load(person.profileId))?.version).toBe(2);
  });

  test('lets one of two first commits win', async () => {
    const { store } = make();
    const person = somebody();
    const nobody = newPerson(person.profileId);
    const evidence = { ledger: [aLedgerEntry()] };
    const answers = await Promise.allSettled([
      store.commit(nobody, commitOf(person, evidence)),
      store.commit(nobody, commitOf(person, evidence)),
    ]);
    const lost = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(lost).toEqual([expect.any(ConflictError)]);
  });

  test('keeps the effects of the last commit only', async () => {
    const { store, effects } = make();
    const person = somebody();
    const first = await store.commit(
      newPerson(person.profileId),
      commitOf(person, { effects: [aSendEffect(1), aSendEffect(2)] }),
    );
    expect(await effects(person.profileId)).toEqual({
      profileId: person.profileId,
      version: 1,
      effects: [aSendEffect(1), aSendEffect(2)],
    });
    await store.commit(first, commitOf(first));
    expect(await effects(person.profileId)).toEqual({ profileId: person.profileId, version: 2, effects: [] });
  });

  test('writes evidence with the commit it explains, and none with a commit that lost', async () => {
    const { store, ledger } = make();
    const person = somebody();
    const first = await store.commit(newPerson(person.profileId), commitOf(person, { ledger: [aLedgerEntry()] }));
    await store.commit(first, commitOf(first));
    const late = store.commit(first, commitOf(first, { ledger: [aLedgerEntry({ id: 'evidence-2' })] }));
    await expect(late).rejects.toBeInstanceOf(ConflictError);
    expect(await ledger(person.profileId)).toEqual([aLedgerEntry()]);
  });

  test('keeps evidence that stands and commits on when its cause comes again', async () => {
    const { store, ledger } = make();
    const person = somebody();
    const first = await store.commit(newPerson(person.profileId), commitOf(person, { ledger: [aLedgerEntry()] }));
    const again = [aLedgerEntry({ recordedAt: noon + HOUR }), aLedgerEntry({ id: 'evidence-2', at: noon - 1 })];
    const second = await store.commit(first, commitOf(first, { ledger: again }));
    expect(second.version).toBe(2);
    expect(await ledger(person.profileId)).toEqual([aLedgerEntry(), aLedgerEntry({ id: 'evidence-2', at: noon - 1 })]);
    expect((await store.commit(second, commitOf(second, { ledger: [aLedgerEntry()] }))).version).toBe(3);
  });

  test('writes evidence once when two inputs of one commit tell of the same cause', async () => {
    const { store, ledger } = make();
    const person = somebody();
    const twice = [aLedgerEntry(), aLedgerEntry({ recordedAt: noon + HOUR })];
    await store.commit(newPerson(person.profileId), commitOf(person, { ledger: twice }));
    expect(await ledger(person.profileId)).toEqual([aLedgerEntry()]);
  });

  test('refuses a state above 300 KB and keeps what stood', async () => {
    const { store } = make();
    const person = somebody();
    const first = await store.commit(newPerson(person.profileId), commitOf(person));
    const note = { value: 'x'.repeat(310 * 1024), at: noon };
    const tooLarge = store.commit(first, commitOf({ ...first, traits: { ...first.traits, note } }));
    await expect(tooLarge).rejects.toBeInstanceOf(RowTooLargeError);
    await expect(tooLarge).rejects.not.toThrow(/x{10}/);
    expect(await store.load(person.profileId)).toEqual(first);
  });

  test('takes a withdrawal, what became of a message and whatever makes room, however full the row is', async () => {
    const { store } = make();
    const note = (kilobytes: number) => ({ value: randomBytes(kilobytes * 512).toString('hex'), at: noon });
    const person = somebody({ traits: { note: note(298) } });
    const first = await store.commit(newPerson(person.profileId), commitOf(person));
    const withdrawal = { ledger: [aLedgerEntry({ kind: 'consent.withdrawn' as const })] };
    const full = await store.commit(
      first,
      commitOf({ ...first, traits: { ...first.traits, more: note(2) } }, withdrawal),
    );
    const told = { ...full, seen: [...full.seen, 'another1'] };
    await expect(store.commit(full, commitOf(told))).rejects.toBeInstanceOf(RowTooLargeError);
    const outcome = await store.commit(full, commitOf(told, { lowers: true }));
    expect((await store.commit(outcome, commitOf({ ...outcome, enrollments: [] }))).version).toBe(4);
  });

  test('refuses what grows without end even where permission is lowered along with it', async () => {
    const { store } = make();
    const person = somebody({ traits: { note: { value: 'x'.repeat(360 * 1024), at: noon } } });
    const withdrawal = { ledger: [aLedgerEntry({ kind: 'consent.withdrawn' as const })] };
    const commit = store.commit(newPerson(person.profileId), commitOf(person, withdrawal));
    await expect(commit).rejects.toBeInstanceOf(RowTooLargeError);
  });

  test('keeps names that are those of prototypes', async () => {
    const { store } = make();
    const person = {
      ...somebody({ traits: Object.fromEntries([['__proto__', { value: { constructor: 1 }, at: noon }]]) }),
      profileId: '__proto__',
    };
    await store.commit(newPerson('__proto__'), commitOf(person));
    expect(await store.load('__proto__')).toEqual({ ...person, version: 1 });
  });

  test('finds who is due, earliest first, page by page, and nobody whose timer moved or ended', async () => {
    const { store, due } = make();
    const dueIn = async (person: Person, dueAt: number | null) => {
      const before = (await store.load(person.profileId)) ?? newPerson(person.profileId);
      await store.commit(before, commitOf({ ...person, enrollments: [anEnrollment({ dueAt })], messages: [] }));
    };
    const shard = 7;
    const inShard = Array.from({ length: 1_000 }, (_, n) => `due-${n}`).filter((id) => dueShardOf(id) === shard);
    const [first = '', second = '', third = '', moved = '', ended = ''] = inShard;
    const at = (profileId: string) => ({ ...aCustomer(), profileId });
    await dueIn(at(first), noon - 2 * MINUTE);
    await dueIn(at(second), noon - MINUTE);
    await dueIn(at(third), noon);
    await dueIn(at(moved), noon - MINUTE);
    await dueIn(at(moved), noon + 1);
    await dueIn(at(ended), noon - MINUTE);
    await dueIn(at(ended), null);
    const pages = [];
    for (let page = await due.dueIn(shard, noon, 2, 0); ; page = await due.dueIn(shard, noon, 2, page.next)) {
      pages.push(...page.due.map(({ profileId }) => profileId));
      if (!page.next) break;
    }
    expect(pages).toEqual([first, second, third]);
    const later = await due.dueIn(shard, noon, 10, noon - MINUTE);
    expect(later.due).toEqual([
      { profileId: second, dueAt: noon - MINUTE },
      { profileId: third, dueAt: noon },
    ]);
    expect((await due.dueIn(shard + 1, noon, 10, 0)).due).toEqual([]);
  });
});

describe('a person store in DynamoDB, when the network fails it', () => {
  test('has committed when only the answer was lost: the repetition is a conflict, and the row tells who won', async () => {
    const person = somebody();
    const { store } = inDynamodb(afterAnswer(engine, 'PutItemCommand', 'ECONNRESET'));
    await expect(store.commit(newPerson(person.profileId), commitOf(person))).rejects.toBeInstanceOf(ConflictError);
    expect(await inDynamodb().store.load(person.profileId)).toEqual({ ...person, version: 1 });
  });

  test('commits evidence once when the answer of its transaction was lost', async () => {
    const person = somebody();
    const { store, ledger } = inDynamodb(afterAnswer(engine, 'TransactWriteItemsCommand', 'ECONNRESET'));
    const committed = await store.commit(newPerson(person.profileId), commitOf(person, { ledger: [aLedgerEntry()] }));
    expect(await inDynamodb().store.load(person.profileId)).toEqual(committed);
    expect(await ledger(person.profileId)).toEqual([aLedgerEntry()]);
  });

  test.each([
    ['TransactionConflictException', 'Transaction is ongoing for the item', ConflictError],
    [
      'TransactionCanceledException',
      'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]',
      ConflictError,
    ],
    [
      'TransactionCanceledException',
      'Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]',
      ConflictError,
    ],
    [
      'TransactionCanceledException',
      'Transaction cancelled, please refer cancellation reasons for specific reasons [ThrottlingError, None]',
      RetryableError,
    ],
    ['ProvisionedThroughputExceededException', 'too fast', RetryableError],
    ['ECONNREFUSED', 'no connection', RetryableError],
  ])('answers %s (%s) as what it means', async (name, message, expected) => {
    const { store } = inDynamodb(instead(engine, Object.assign(new Error(message), { name })));
    const failure: unknown = await store
      .commit(newPerson('c-x'), commitOf(aCustomer({ profileId: 'c-x' }), { ledger: [aLedgerEntry()] }))
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(expected);
    expect((failure as Error).cause).toMatchObject({ name });
    expect((failure as Error).message).not.toContain('@');
  });

  test('says that the store failed, not that nobody is there, when it cannot be read', async () => {
    const { store } = inDynamodb(instead(engine, Object.assign(new Error('down'), { name: 'InternalServerError' })));
    await expect(store.load('c-x')).rejects.toBeInstanceOf(RetryableError);
  });

  test('reads a row that older code wrote without what came since', async () => {
    const { schema: _, ...row } = encodePerson({ ...aCustomer({ profileId: 'c-old' }), version: 4 });
    await engine.client.send(new PutItemCommand({ TableName: engine.people, Item: row }));
    expect(await inDynamodb().store.load('c-old')).toEqual(aCustomer({ profileId: 'c-old', version: 4 }));
  });
});
