import { QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RetryableError } from '../../shared/kernel/errors.ts';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import type { CampaignCounts } from '../../shared/person/campaign-counts.ts';
import { newPerson } from '../../shared/person/person.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import type { TimelineStore } from '../../shared/person/timeline.ts';
import { dynamoCampaignCounts } from '../../shared/table/campaign-counts.dynamodb.ts';
import { UnknownCursorError } from '../../shared/table/cursor.ts';
import { countSlotOf } from '../../shared/table/keys.ts';
import { memoryCampaignCounts } from '../../shared/table/memory-campaign-counts.ts';
import { memoryPersonStore } from '../../shared/table/memory-person.ts';
import { memoryTimelineStore } from '../../shared/table/memory-timeline.ts';
import { dynamoPersonStore } from '../../shared/table/person.dynamodb.ts';
import { dynamoTimelineStore } from '../../shared/table/timeline.dynamodb.ts';
import { aLedgerEntry, aLogEntry, noon } from '../table/people.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';
import { afterAnswer, instead } from './faulty-client.ts';

interface Implementation {
  readonly timeline: TimelineStore;
  readonly people: PersonStore;
  /** `<day> <counter>` to number, of a campaign. */
  readonly counts: (campaign: string) => Promise<Record<string, number>>;
  readonly reports: CampaignCounts;
}

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterAll(() => engine.stop());

async function countsInDynamodb(campaign: string): Promise<Record<string, number>> {
  const { Items = [] } = await engine.client.send(new ScanCommand({ TableName: engine.records, ConsistentRead: true }));
  const counts: Record<string, number> = {};
  for (const { PK: _, SK, ...counters } of Items.filter((row) => row.PK?.S?.startsWith(`COUNT#${campaign}#`))) {
    for (const [name, { N }] of Object.entries(counters)) {
      counts[`${SK?.S} ${name}`] = (counts[`${SK?.S} ${name}`] ?? 0) + Number(N);
    }
  }
  return counts;
}

function inDynamodb(): Implementation {
  return {
    timeline: dynamoTimelineStore(engine.client, engine.records),
    people: dynamoPersonStore(engine.client, engine),
    counts: countsInDynamodb,
    reports: dynamoCampaignCounts(engine.client, engine.records),
  };
}

function inMemory(): Implementation {
  const people = memoryPersonStore();
  const timeline = memoryTimelineStore(people.ledgerOf);
  return {
    timeline,
    people,
    reports: memoryCampaignCounts(() => timeline.counts()),
    async counts(campaign) {
      const own = [...timeline.counts()].filter(([name]) => name.startsWith(`${campaign} `));
      return Object.fromEntries(own.map(([name, number]) => [name.slice(campaign.length + 1), number]));
    },
  };
}

async function everyPage<Row>(
  ask: (from: string | null) => Promise<{ rows: readonly Row[]; next: string | null }>,
): Promise<Row[][]> {
  const pages: Row[][] = [];
  let from: string | null = null;
  do {
    const page: { rows: readonly Row[]; next: string | null } = await ask(from);
    pages.push([...page.rows]);
    from = page.next;
  } while (from !== null);
  return pages;
}

describe.each([
  ['DynamoDB', inDynamodb],
  ['memory', inMemory],
] as const)('a timeline in %s', (where, make) => {
  const person = (name: string) => `${where}-${name}`;

  test('gives evidence newest first, page by page', async () => {
    const { timeline, people } = make();
    const id = person('evidence');
    const ledger = [1, 2, 3].map((n) => aLedgerEntry({ id: `evidence-${n}`, at: noon + n, topic: null, ip: null }));
    await people.commit(newPerson(id), { person: newPerson(id), effects: [], ledger });
    const pages = await everyPage((from) => timeline.ledger(id, 2, from));
    expect(pages).toEqual([[ledger[2], ledger[1]], [ledger[0]]]);
    expect(await everyPage((from) => timeline.ledger(id, 3, from))).toEqual([[ledger[2], ledger[1], ledger[0]]]);
    expect(await timeline.log(id, 10, null)).toEqual({ rows: [], next: null });
  });

  test('gives the log newest first, page by page', async () => {
    const { timeline } = make();
    const id = person('log');
    const log = [1, 2, 3].map((n) => aLogEntry({ id: `l-${n}`, messageId: `m-${n}`, at: noon + n * HOUR }));
    for (const entry of log) await timeline.record(id, entry);
    const pages = await everyPage((from) => timeline.log(id, 2, from));
    expect(pages).toEqual([
      [
        { ...log[2], feedback: [] },
        { ...log[1], feedback: [] },
      ],
      [{ ...log[0], feedback: [] }],
    ]);
  });

  test('refuses a cursor that it never gave out', async () => {
    const { timeline } = make();
    const ofTheLedger = Buffer.from('LEDGER#2026').toString('base64url');
    await expect(timeline.log(person('cursor'), 2, ofTheLedger)).rejects.toBeInstanceOf(UnknownCursorError);
    await expect(timeline.ledger(person('cursor'), 2, 'x')).rejects.toBeInstanceOf(UnknownCursorError);
  });

  test('records and counts an entry once, however often its effect comes', async () => {
    const { timeline, counts } = make();
    const campaign = `once-${where}`;
    const entry = aLogEntry({ campaign });
    for (let n = 0; n < 3; n += 1) await timeline.record(person('once'), entry);
    await Promise.all([1, 2].map(() => timeline.record(person('once'), entry)));
    expect((await timeline.log(person('once'), 10, null)).rows).toEqual([{ ...entry, feedback: [] }]);
    expect(await counts(campaign)).toEqual({ '2026-11-21 sent': 1 });
  });

  test('names counters by what happened', async () => {
    const { timeline, counts } = make();
    const campaign = `names-${where}`;
    const id = person('names');
    const skipped = { verdict: 'skipped', because: { reason: 'no-consent' } } as const;
    await timeline.record(id, aLogEntry({ campaign, messageId: 'm-1', ...skipped }));
    await timeline.record(id, aLogEntry({ campaign, messageId: 'm-2', ...skipped, at: noon + DAY }));
    await timeline.record(
      id,
      aLogEntry({ campaign, messageId: 'm-3', verdict: 'failed', because: { reason: 'rejected-by-ses' } }),
    );
    await timeline.record(id, aLogEntry({ campaign, messageId: 'm-4', verdict: 'unknown' }));
    await timeline.record(
      id,
      aLogEntry({
        campaign,
        id: 'd-1',
        kind: 'decision',
        messageId: null,
        verdict: 'not-entered',
        because: { reason: 'reentry' },
      }),
    );
    await timeline.record(
      id,
      aLogEntry({ campaign, id: 'd-2', kind: 'decision', verdict: 'ended', because: { reason: 'exited' } }),
    );
    await timeline.record(
      id,
      aLogEntry({ campaign, id: 'd-3', kind: 'decision', verdict: 'hold', because: { reason: 'quiet-hours' } }),
    );
    await timeline.record(id, aLogEntry({ campaign: null, messageId: 'm-5' }));
    expect(await counts(campaign)).toEqual({
      '2026-11-21 skipped:no-consent': 1,
      '2026-11-22 skipped:no-consent': 1,
      '2026-11-21 failed': 1,
      '2026-11-21 unknown': 1,
      '2026-11-21 not-entered:reentry': 1,
      '2026-11-21 ended:exited': 1,
    });
    expect((await timeline.log(id, 20, null)).rows).toHaveLength(8);
  });

  test('moves the row of a message on with feedback, once a status, and counts it once', async () => {
    const { timeline, counts } = make();
    const campaign = `feedback-${where}`;
    const id = person('feedback');
    const entry = aLogEntry({ campaign, messageId: 'm-1' });
    await timeline.record(id, entry);
    const told = { messageId: 'm-1', logAt: noon, campaign };
    await timeline.recordFeedback(id, { ...told, status: 'complained', at: noon + DAY });
    await timeline.recordFeedback(id, { ...told, status: 'delivered', at: noon + HOUR });
    await timeline.recordFeedback(id, { ...told, status: 'delivered', at: noon + 2 * HOUR });
    expect((await timeline.log(id, 1, null)).rows).toEqual([
      {
        ...entry,
        feedback: [
          { status: 'delivered', at: noon + HOUR },
          { status: 'complained', at: noon + DAY },
        ],
      },
    ]);
    expect(await counts(campaign)).toEqual({
      '2026-11-21 sent': 1,
      '2026-11-21 delivered': 1,
      '2026-11-22 complained': 1,
    });
  });

  test('makes no row and no count of feedback on a message that has none', async () => {
    const { timeline, counts } = make();
    await timeline.recordFeedback(person('late'), {
      messageId: 'm-9',
      logAt: noon,
      status: 'delivered',
      at: noon,
      campaign: `late-${where}`,
    });
    expect((await timeline.log(person('late'), 10, null)).rows).toEqual([]);
    expect(await counts(`late-${where}`)).toEqual({});
  });

  test('counts run, step and what a message waited for with its verdict, in one', async () => {
    const { timeline, counts } = make();
    const campaign = `beside-${where}`;
    const beside = { stepId: 'first', enters: 'held-out', heldFor: 'quiet-hours' } as const;
    await timeline.record(person('beside'), aLogEntry({ campaign, ...beside }));
    expect(await counts(campaign)).toEqual({
      '2026-11-21 sent': 1,
      '2026-11-21 sent@first': 1,
      '2026-11-21 entered': 1,
      '2026-11-21 entered:held-out': 1,
      '2026-11-21 held:quiet-hours': 1,
    });
    expect((await timeline.log(person('beside'), 1, null)).rows[0]).toMatchObject(beside);
  });

  test('gives the counts of a campaign by day, whoever they are of, between two days', async () => {
    const { timeline, reports } = make();
    const campaign = `days-${where}`;
    for (let n = 0; n < 12; n += 1) {
      await timeline.record(person(`days-${n}`), aLogEntry({ campaign, at: noon + (n % 3) * DAY }));
    }
    const day = (date: string) => ({ day: date, counts: { sent: 4 } });
    expect(await reports.read(campaign, { from: null, to: null })).toEqual(
      ['2026-11-21', '2026-11-22', '2026-11-23'].map(day),
    );
    expect(await reports.read(campaign, { from: '2026-11-22', to: '2026-11-22' })).toEqual([day('2026-11-22')]);
    expect(await reports.read(`other-${where}`, { from: null, to: null })).toEqual([]);
  });

  test('tells many rows at once, and of those told before counts none again', async () => {
    const { timeline, counts } = make();
    const campaign = `many-${where}`;
    const rows = Array.from({ length: 90 }, (_, n) => ({
      profileId: person(`many-${n}`),
      entry: aLogEntry({ campaign, messageId: `m-${n}`, at: noon + (n % 2) * DAY }),
    }));
    const feedback = { messageId: 'm-0', logAt: noon, campaign, status: 'delivered', at: noon } as const;
    await timeline.tell(rows.slice(0, 50));
    await timeline.tell([...rows, { profileId: person('many-0'), feedback }]);
    await Promise.all([timeline.tell(rows), timeline.tell([{ profileId: person('many-0'), feedback }, ...rows])]);
    expect(await counts(campaign)).toEqual({
      '2026-11-21 sent': 45,
      '2026-11-22 sent': 45,
      '2026-11-21 delivered': 1,
    });
    expect((await timeline.log(person('many-0'), 2, null)).rows).toMatchObject([
      { feedback: [{ status: 'delivered' }] },
    ]);
  });

  test('counts every one of many people at once', async () => {
    const { timeline, counts } = make();
    const campaign = `crowd-${where}`;
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => timeline.record(person(`crowd-${n}`), aLogEntry({ campaign }))),
    );
    expect(await counts(campaign)).toEqual({ '2026-11-21 sent': 20 });
  });
});

describe('a timeline in DynamoDB', () => {
  test('counts once when the answer was lost', async () => {
    const timeline = dynamoTimelineStore(
      afterAnswer(engine, 'TransactWriteItemsCommand', 'ECONNRESET'),
      engine.records,
    );
    await timeline.record('c-lost', aLogEntry({ campaign: 'lost' }));
    expect(await countsInDynamodb('lost')).toEqual({ '2026-11-21 sent': 1 });
  });

  test('rejects when the table fails, so that the relay performs the effect again', async () => {
    const timeline = dynamoTimelineStore(instead(engine, new Error('down')), engine.records);
    await expect(timeline.record('c-1', aLogEntry())).rejects.toBeInstanceOf(RetryableError);
    await expect(timeline.log('c-1', 1, null)).rejects.toBeInstanceOf(RetryableError);
  });

  test('keeps log rows 400 days and evidence without an end', async () => {
    await dynamoTimelineStore(engine.client, engine.records).record('c-ttl', aLogEntry());
    const person = newPerson('c-ttl');
    await dynamoPersonStore(engine.client, engine).commit(person, { person, effects: [], ledger: [aLedgerEntry()] });
    const { Items = [] } = await engine.client.send(
      new QueryCommand({
        TableName: engine.records,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'PERSON#c-ttl' } },
      }),
    );
    expect(Items.map((row) => row.ttl?.N)).toEqual([undefined, String(Math.floor((noon + 400 * DAY) / 1000))]);
  });

  test('spreads a campaign over eight counters', () => {
    expect(new Set(Array.from({ length: 200 }, (_, n) => countSlotOf(`c-${n}`))).size).toBe(8);
  });
});
