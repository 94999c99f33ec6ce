import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { DAY, HOUR, SECOND } from '../../shared/kernel/instants.ts';
import type { EvidenceStore } from '../../shared/person/evidence-store.ts';
import { newPerson } from '../../shared/person/person.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import type { TimelineStore } from '../../shared/person/timeline.ts';
import { dynamoEvidenceStore } from '../../shared/table/evidence.dynamodb.ts';
import { memoryEvidenceStore } from '../../shared/table/memory-evidence.ts';
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
  readonly evidence: EvidenceStore;
}

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

function inDynamodb(): Implementation {
  const { client, records } = engine;
  return {
    people: dynamoPersonStore(client, engine),
    timeline: dynamoTimelineStore(client, records),
    evidence: dynamoEvidenceStore(client, records),
  };
}

function inMemory(): Implementation {
  const people = memoryPersonStore();
  const timeline = memoryTimelineStore(people.ledgerOf);
  return { people, timeline, evidence: memoryEvidenceStore(people, timeline) };
}

/** A time to live is told in seconds. */
const NEXT_SECOND = Math.ceil(noon / SECOND) * SECOND;

async function withRows({ people }: Implementation, profileId: string, count: number): Promise<void> {
  const ledger = Array.from({ length: count }, (_, n) => aLedgerEntry({ id: `l-${n}`, at: noon + n }));
  await people.commit(newPerson(profileId), { person: newPerson(profileId), effects: [], ledger });
}

describe.each([
  ['in DynamoDB', inDynamodb],
  ['in memory', inMemory],
])('terms of evidence %s', (_, open) => {
  test('P-62 a row gets its term and loses it again, and says what it said', async () => {
    const implementation = open();
    const { evidence } = implementation;
    await withRows(implementation, 'v-1', 2);
    const until = NEXT_SECOND + 1096 * DAY;
    await evidence.keep('v-1', { id: 'l-1', at: noon + 1 }, until);
    const rows = await evidence.rows('v-1');
    expect(rows.map((each) => each.keepUntil)).toEqual([null, until]);
    expect(rows[1]?.entry).toEqual(aLedgerEntry({ id: 'l-1', at: noon + 1 }));
    await evidence.keep('v-1', { id: 'l-1', at: noon + 1 }, null);
    expect((await evidence.rows('v-1')).map((each) => each.keepUntil)).toEqual([null, null]);
  });

  test('P-37 only the log of the mails that are named lives shorter', async () => {
    const implementation = open();
    const { evidence, timeline } = implementation;
    await timeline.record('v-2', aLogEntry({ messageId: 'm-1', at: noon }));
    await timeline.record('v-2', aLogEntry({ messageId: 'm-2', at: noon }));
    await timeline.record('v-2', aLogEntry({ messageId: 'm-1', id: 'late', kind: 'decision', at: noon + 2 * DAY }));
    await evidence.shortenLog('v-2', ['m-1'], { from: noon, to: noon + HOUR }, noon + DAY);
    await evidence.shortenLog('v-2', ['m-1'], { from: noon, to: noon + HOUR }, noon + DAY);
    expect((await timeline.log('v-2', 10, null)).rows.length).toBeGreaterThanOrEqual(2);
  });
});

test('P-37, P-62 what is over is not told any more, though DynamoDB has not deleted it yet', async () => {
  const implementation = inDynamodb();
  const { evidence, timeline } = implementation;
  await withRows(implementation, 'v-3', 3);
  const past = Date.now() - DAY;
  await evidence.keep('v-3', { id: 'l-0', at: noon }, past);
  await timeline.record('v-3', aLogEntry({ messageId: 'm-1' }));
  await timeline.record('v-3', aLogEntry({ messageId: 'm-2' }));
  await evidence.shortenLog('v-3', ['m-1'], { from: noon - DAY, to: noon + DAY }, past);
  expect((await timeline.ledger('v-3', 10, null)).rows.map((each) => each.id)).toEqual(['l-2', 'l-1']);
  expect((await timeline.log('v-3', 10, null)).rows.map((each) => each.messageId)).toEqual(['m-2']);
});

test('a term for a row that is gone makes no row of it', async () => {
  const { evidence } = inDynamodb();
  await evidence.keep('v-4', { id: 'l-0', at: noon }, noon + DAY);
  expect(await evidence.rows('v-4')).toEqual([]);
});

test('a table that does not answer brings the order back', async () => {
  const evidence = dynamoEvidenceStore(instead(engine, new Error('down')), engine.records);
  await expect(evidence.rows('v-5')).rejects.toThrow(RetryableError);
  await expect(evidence.keep('v-5', { id: 'l', at: noon }, noon)).rejects.toThrow(RetryableError);
});
