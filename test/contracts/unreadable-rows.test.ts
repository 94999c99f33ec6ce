import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newCrowdJob } from '../../shared/person/crowd-job.ts';
import { dynamoCrowdJobs } from '../../shared/table/crowd-jobs.dynamodb.ts';
import { itemKey } from '../../shared/table/item-key.ts';
import { dynamoJobStore } from '../../shared/table/job.dynamodb.ts';
import {
  CURRENT_KEY,
  crowdJobKey,
  definitionKey,
  jobKey,
  PLAN_KEY,
  type RecordKey,
  refusalsKey,
  releaseKey,
  spamRateKey,
  sweepKey,
  switchKey,
  switchLogKey,
} from '../../shared/table/keys.ts';
import { dynamoPlanStore } from '../../shared/table/plan.dynamodb.ts';
import { dynamoReleaseStore } from '../../shared/table/release.dynamodb.ts';
import { UnreadableRowError } from '../../shared/table/row-fields.ts';
import { dynamoSpamRates } from '../../shared/table/spam-rates.dynamodb.ts';
import { dynamoSweepCursors } from '../../shared/table/sweep-cursors.dynamodb.ts';
import { dynamoTemplateSwitches } from '../../shared/table/template-switches.dynamodb.ts';
import { startTestDynamodb, type TestDynamodb } from './dynamodb-engine.ts';

const AT = Date.parse('2026-11-18T12:00:00Z');

let engine: TestDynamodb;
beforeAll(async () => {
  engine = await startTestDynamodb();
});
afterEach(() => engine.reset());
afterAll(() => engine.stop());

async function put(key: RecordKey, attributes: Record<string, AttributeValue>): Promise<void> {
  const Item = { ...itemKey(key), ...attributes };
  await engine.client.send(new PutItemCommand({ TableName: engine.records, Item }));
}

const json = (value: unknown): AttributeValue => ({ S: JSON.stringify(value) });
const whole = { release: { N: '1' }, latest: { N: '1' }, files: { S: 'hash' } };

interface Case {
  readonly row: RecordKey;
  readonly holds: Record<string, AttributeValue>;
  readonly read: () => Promise<unknown>;
  /** Table, key pattern and field. */
  readonly told: string;
}

const jobs = () => dynamoCrowdJobs(engine.client, engine.records);
const switches = () => dynamoTemplateSwitches(engine.client, engine.records);
const releases = () => dynamoReleaseStore(engine.client, engine.records);
const refusal = { template: 't', address: 'h', at: AT };

const cases: Readonly<Record<string, Case>> = {
  'the plan': {
    row: PLAN_KEY,
    holds: { plan: json({ turn: 1, release: 1, through: AT, dueAt: null, since: { c: 'zenobia' }, armed: {} }) },
    read: () => dynamoPlanStore(engine.client, engine.records).load(),
    told: 'row records PLAN / STATE: plan.since.c (',
  },
  'the progress of a job': {
    row: jobKey('j'),
    holds: { progress: json(['zenobia']) },
    read: () => dynamoJobStore(engine.client, engine.records).load('j'),
    told: 'row records JOB#<id> / STATE: progress (',
  },
  'a job over everybody': {
    row: crowdJobKey('j'),
    holds: { job: json({ startedAt: AT, task: { kind: 'broadcast', campaign: 'zenobia', at: AT } }) },
    read: () => jobs().load('j'),
    told: 'row records JOBS / <id>: job.task.occurrence (',
  },
  'a segment of a job': {
    row: crowdJobKey('j'),
    holds: {
      job: json(newCrowdJob('j', { kind: 'arm', release: 1, campaigns: [] }, AT)),
      s1: json({ pages: 'zenobia' }),
    },
    read: () => jobs().list(10),
    told: 'row records JOBS / <id>: s1.pages (',
  },
  'a cursor of the sweep': {
    row: sweepKey(7),
    holds: { cursor: json({ through: { profileId: 'zenobia' }, wholeAt: AT, isCrowded: true }) },
    read: () => dynamoSweepCursors(engine.client, engine.records).load(),
    told: 'row records SWEEP#<shard> / STATE: cursor.through',
  },
  'the pointer to the active release': {
    row: CURRENT_KEY,
    holds: { ...whole, latest: { S: 'zenobia' } },
    read: () => releases().files(),
    told: 'row records WORKSPACE / CURRENT: latest is no number',
  },
  'a release': {
    row: releaseKey(1),
    holds: { manifest: json({ release: 1, publishedAt: AT, files: 'zenobia' }) },
    read: () => releases().list(),
    told: 'row records WORKSPACE / RELEASE#<n>: manifest.settings (',
  },
  'a switched template': {
    row: switchKey('t'),
    holds: { pausedAt: { S: 'zenobia' } },
    read: () => switches().paused(),
    told: 'row records SWITCHES / <template>: pausedAt is no number',
  },
  'a line of the audit of switches': {
    row: switchLogKey(AT, 't'),
    holds: { entry: json({ template: 't', at: AT, change: 'paused', by: 'zenobia' }) },
    read: () => switches().history(),
    told: 'row records SWITCHES#LOG / <at>#<template>: entry.reason (',
  },
  'refusals of what a template says': {
    row: refusalsKey('t', AT),
    holds: { refused: { SS: ['zenobia'] } },
    read: () => switches().refuse(refusal, { max: 2, within: 1 }, AT),
    told: 'row records REFUSALS#<template> / <iso hour>: refused is no set of refusals',
  },
  'a spam rate': {
    row: spamRateKey('news.acme.example'),
    holds: { day: { S: '2026-11-17' }, percent: { S: 'zenobia' }, toldAt: { N: String(AT) } },
    read: () => dynamoSpamRates(engine.client, engine.records).all(),
    told: 'row records SPAMRATE / <domain>: percent is no number',
  },
};

describe('a row that no code wrote', () => {
  test.each(Object.entries(cases))('is refused: %s', async (_, { row, holds, read, told }) => {
    await put(row, holds);
    const fault: unknown = await read().then(
      () => null,
      (error: unknown) => error,
    );
    expect(fault).toBeInstanceOf(UnreadableRowError);
    const { message } = fault as Error;
    expect(message).toContain(told);
    expect(message).not.toContain('zenobia');
  });

  test('is refused: files of a release that are no texts', async () => {
    const store = releases();
    await put(CURRENT_KEY, whole);
    await put(definitionKey('hash'), {});
    await expect(store.files()).rejects.toThrow('row records DEFINITION#<hash> / PART#<n>: files (');
  });
});

describe('a row that older code wrote', () => {
  test('is read: a job over everybody that was never stopped, with fewer segments', async () => {
    const job = newCrowdJob('j', { kind: 'arm', release: 1, campaigns: ['c'] }, AT);
    await put(crowdJobKey('j'), { job: json({ task: job.task, startedAt: AT }), s0: json(job.segments[0]) });
    expect(await jobs().load('j')).toEqual({ ...job, segments: job.segments.slice(0, 1) });
  });
});
