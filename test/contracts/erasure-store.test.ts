import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConflictError, RetryableError } from '../../shared/kernel/errors.ts';
import { DAY, SECOND } from '../../shared/kernel/instants.ts';
import type { ErasureStore } from '../../shared/person/erasure-store.ts';
import type { JobStore } from '../../shared/person/job-store.ts';
import { newPerson } from '../../shared/person/person.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import type { TimelineStore } from '../../shared/person/timeline.ts';
import { dynamoErasureStore } from '../../shared/table/erasure.dynamodb.ts';
import { dynamoJobStore } from '../../shared/table/job.dynamodb.ts';
import { memoryErasureStore } from '../../shared/table/memory-erasure.ts';
import { memoryJobStore } from '../../shared/table/memory-job.ts';
import { memoryPersonStore } from '../../shared/table/memory-person.ts';
import { memoryTimelineStore } from '../../shared/table/memory-timeline.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoTimelineStore } from '../../shared/table/timeline.dynamodb.ts';
import { aLedgerEntry, aLogEntry, noon } from '../table/people.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';
import { instead } from './faulty-client.ts';

interface Implementation {
  readonly people: PersonStore;
  readonly timeline: TimelineStore;
  readonly erasures: ErasureStore;
  readonly jobs: JobStore;
  /** Proofs and notes under an HMAC. */
  readonly kept: (hmac: string) => Promise<{ proofs: readonly unknown[]; notes: readonly { reason: string }[] }>;
}

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

async function rowsUnder(hmac: string) {
  const { Items = [] } = await engine.client.send(
    new QueryCommand({
      TableName: engine.records,
      KeyConditionExpression: 'PK = :pk',
      ExpressionAttributeValues: { ':pk': { S: `ERASED#${hmac}` } },
    }),
  );
  return Items;
}

function inDynamodb(): Implementation {
  const { client, records } = engine;
  return {
    people: dynamoPersonStore(client, engine),
    timeline: dynamoTimelineStore(client, records),
    erasures: dynamoErasureStore(client, engine),
    jobs: dynamoJobStore(client, records),
    async kept(hmac) {
      const rows = await rowsUnder(hmac);
      const proofs = rows.filter((row) => row.SK?.S?.startsWith('PROOF#'));
      const notes = rows.filter((row) => row.SK?.S?.startsWith('ERASURE#'));
      return {
        proofs: proofs.map((row) => JSON.parse(row.entry?.S ?? '') as unknown),
        notes: notes.map((row) => ({ reason: row.reason?.S ?? '' })),
      };
    },
  };
}

function inMemory(): Implementation {
  const people = memoryPersonStore();
  const timeline = memoryTimelineStore(people.ledgerOf);
  const erasures = memoryErasureStore(people, timeline);
  return {
    people,
    timeline,
    erasures,
    jobs: memoryJobStore(),
    async kept(hmac) {
      const { proofs, notes } = erasures.kept(hmac);
      return { proofs, notes: notes.map(({ reason }) => ({ reason })) };
    },
  };
}

describe.each([
  ['in DynamoDB', inDynamodb],
  ['in memory', inMemory],
])('the rows of an erasure %s', (place, open) => {
  const terms = { profileHmac: `hmac-of-profile-${place.length}`, keepUntil: noon + 1096 * DAY };

  async function withEvidence(profileId: string, count: number, address: string | null): Promise<Implementation> {
    const implementation = open();
    const ledger = Array.from({ length: count }, (_, n) =>
      aLedgerEntry({ id: `l-${n}`, at: noon + n, address, text: 'Yes, for ann@example.org', ip: '192.0.2.7' }),
    );
    await implementation.people.commit(newPerson(profileId), { person: newPerson(profileId), effects: [], ledger });
    return implementation;
  }

  test('evidence is replaced page by page by a proof without text and IP (P-56, P-62)', async () => {
    const { erasures, timeline, kept } = await withEvidence('e-1', 70, 'address-1');
    expect(await erasures.proveAndForget('e-1', terms, 50)).toBe(true);
    expect((await timeline.ledger('e-1', 100, null)).rows).toHaveLength(20);
    expect(await erasures.proveAndForget('e-1', terms, 50)).toBe(false);
    expect(await erasures.proveAndForget('e-1', terms, 50)).toBe(false);
    expect((await timeline.ledger('e-1', 100, null)).rows).toEqual([]);
    const { proofs } = await kept('address-1');
    expect(proofs).toHaveLength(70);
    const { id, at, recordedAt, kind, topic, purpose, basis, textHash } = aLedgerEntry({ id: 'l-0', at: noon });
    expect(proofs[0]).toMatchObject({ id, at, recordedAt, kind, topic, purpose, basis, textHash });
    expect(JSON.stringify(proofs)).not.toMatch(/example\.org|192\.0\.2/);
  });

  test('evidence without an address stands under the profile’s HMAC', async () => {
    const { erasures, kept } = await withEvidence('e-2', 1, null);
    await erasures.proveAndForget('e-2', terms, 50);
    expect((await kept(terms.profileHmac)).proofs).toHaveLength(1);
  });

  test('the log goes page by page, and whose it is not stays', async () => {
    const { erasures, timeline } = open();
    for (let n = 0; n < 5; n += 1) await timeline.record('e-3', aLogEntry({ id: `d-${n}`, at: noon + n }));
    await timeline.record('e-33', aLogEntry());
    expect(await erasures.forgetLog('e-3', 3)).toBe(true);
    await erasures.forgetLog('e-3', 3);
    expect(await erasures.forgetLog('e-3', 3)).toBe(false);
    expect((await timeline.log('e-3', 10, null)).rows).toEqual([]);
    expect((await timeline.log('e-33', 10, null)).rows).toHaveLength(1);
  });

  test('a note of the erasure stands once, however often it is made', async () => {
    const { erasures, kept } = open();
    const note = { at: noon, reason: 'requested', keepUntil: terms.keepUntil };
    await erasures.note('address-4', note);
    await erasures.note('address-4', note);
    expect((await kept('address-4')).notes).toEqual([{ reason: 'requested' }]);
  });

  test('a person is removed on their version, and only then known as erased (P-58)', async () => {
    const { erasures, people } = open();
    const nobody = newPerson('e-5');
    const person = await people.commit(nobody, { person: nobody, effects: [], ledger: [] });
    const next = await people.commit(person, { person, effects: [], ledger: [] });
    await expect(erasures.removePerson(person, 'profile-5')).rejects.toThrow(ConflictError);
    expect(await erasures.isErased('profile-5')).toBe(false);
    await erasures.removePerson(next, 'profile-5');
    expect(await people.load('e-5')).toBeNull();
    expect(await erasures.isErased('profile-5')).toBe(true);
  });

  test('a job’s progress is the last one that was saved', async () => {
    const { jobs } = open();
    expect(await jobs.load(`job-${place.length}`)).toBeNull();
    await jobs.save(`job-${place.length}`, { phase: 'log' }, noon);
    await jobs.save(`job-${place.length}`, { phase: 'done' }, noon);
    expect(await jobs.load(`job-${place.length}`)).toEqual({ phase: 'done' });
  });
});

test('proofs and notes carry their time to live, the mark of an erased id none (P-62)', async () => {
  const { erasures, people } = inDynamodb();
  const keepUntil = noon + 10 * DAY;
  const person = await people.commit(newPerson('e-6'), {
    person: newPerson('e-6'),
    effects: [],
    ledger: [aLedgerEntry({ address: 'address-6' })],
  });
  await erasures.proveAndForget('e-6', { profileHmac: 'address-6', keepUntil }, 50);
  await erasures.note('address-6', { at: noon, reason: 'requested', keepUntil });
  await erasures.removePerson(person, 'address-6');
  const seconds = String(Math.floor(keepUntil / SECOND));
  const rows = await rowsUnder('address-6');
  expect(rows.map((row) => [row.SK?.S?.split('#')[0], row.ttl?.N])).toEqual([
    ['ERASURE', seconds],
    ['PERSON', undefined],
    ['PROOF', seconds],
  ]);
});

test('a table that does not answer is no end of the erasure: the job comes again', async () => {
  const erasures = dynamoErasureStore(instead(engine, new Error('down')), engine);
  const calls = [
    erasures.isErased('profile-7'),
    erasures.note('profile-7', { at: noon, reason: 'requested', keepUntil: noon }),
    erasures.proveAndForget('e-7', { profileHmac: 'profile-7', keepUntil: noon }, 50),
    erasures.forgetLog('e-7', 50),
    erasures.removePerson(newPerson('e-7'), 'profile-7'),
  ];
  for (const call of calls) await expect(call).rejects.toThrow(RetryableError);
});
