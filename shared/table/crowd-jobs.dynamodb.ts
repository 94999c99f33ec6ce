import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { DAY } from '../kernel/instants.ts';
import { type CrowdJob, type CrowdJobs, type CrowdTask, SEGMENTS, type Segment } from '../person/crowd-job.ts';
import { isConditionFailure, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { ALL_JOBS, crowdJobKey, SK, TTL } from './keys.ts';
import { ttl } from './proof-codec.ts';
import { fieldsOf } from './row-fields.ts';

const JOB = 'job';
const STOPPED = 'stopped';
/** `s0`, `s1` …: a segment as JSON; `p0` …: its pages so far, for conditions. */
const segmentName = (index: number) => `s${index}`;
const pagesName = (index: number) => `p${index}`;

/** Far longer than a broadcast can be late (P-97): a row that is gone could be begun a second time. */
const KEPT_FOR = 90 * DAY;

const fields = fieldsOf('records', 'JOBS / <id>');

const task: z.ZodType<CrowdTask> = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('broadcast'), campaign: z.string(), occurrence: z.string(), at: z.number() }),
  z.looseObject({ kind: z.literal('arm'), release: z.number(), campaigns: z.array(z.string()) }),
]);
const jobSchema = z.looseObject({ task, startedAt: z.number(), skipped: z.literal('paused').optional() });
const segmentSchema: z.ZodType<Segment> = z.looseObject({
  pages: z.number(),
  people: z.number(),
  cursor: z.string().nullable(),
  done: z.boolean(),
});

const JOB_IS_NEW = 'attribute_not_exists(#sk)';
const JOB_STANDS = 'attribute_exists(#sk)';
const PAGES_ARE_AS_READ = '#pages = :read';

/** Jobs over everybody, the rows `JOBS` of `records`. Segments are attributes of their own, so that chains do not meet. */
export function dynamoCrowdJobs(client: DynamoDBClient, records: string): CrowdJobs {
  return {
    async create(job) {
      const put = {
        TableName: records,
        Item: rowOf(job),
        ConditionExpression: JOB_IS_NEW,
        ExpressionAttributeNames: { '#sk': SK },
      };
      return unlessCondition(job.id, () => client.send(new PutItemCommand(put)));
    },
    async load(id) {
      const get = { TableName: records, Key: itemKey(crowdJobKey(id)), ConsistentRead: true };
      const { Item } = await orUnavailable(`job ${id}`, () => client.send(new GetItemCommand(get)));
      return Item ? jobOf(Item) : null;
    },
    async list(limit) {
      const query = {
        TableName: records,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': { S: ALL_JOBS } },
        ConsistentRead: true,
      };
      const { Items = [] } = await orUnavailable('jobs', () => client.send(new QueryCommand(query)));
      return Items.map(jobOf)
        .sort((a, b) => b.startedAt - a.startedAt)
        .slice(0, limit);
    },
    async advance(id, index, pages, segment) {
      const update = {
        TableName: records,
        Key: itemKey(crowdJobKey(id)),
        UpdateExpression: 'SET #segment = :segment, #pages = :pages',
        ConditionExpression: PAGES_ARE_AS_READ,
        ExpressionAttributeNames: { '#segment': segmentName(index), '#pages': pagesName(index) },
        ExpressionAttributeValues: {
          ':segment': { S: JSON.stringify(segment) },
          ':pages': { N: String(segment.pages) },
          ':read': { N: String(pages) },
        },
      };
      return unlessCondition(id, () => client.send(new UpdateItemCommand(update)));
    },
    async stop(id, stopped) {
      const update = {
        TableName: records,
        Key: itemKey(crowdJobKey(id)),
        UpdateExpression: 'SET #stopped = :stopped',
        ConditionExpression: JOB_STANDS,
        ExpressionAttributeNames: { '#stopped': STOPPED, '#sk': SK },
        ExpressionAttributeValues: { ':stopped': { BOOL: stopped } },
      };
      return unlessCondition(id, () => client.send(new UpdateItemCommand(update)));
    },
  };
}

/** True where it was written, false where the condition did not hold. */
async function unlessCondition(id: string, write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw unavailable(`job ${id}`, error);
  }
}

function rowOf({ id, task, startedAt, stopped, segments, skipped }: CrowdJob): Item {
  const parts = segments.flatMap((segment, index): [string, Item[string]][] => [
    [segmentName(index), { S: JSON.stringify(segment) }],
    [pagesName(index), { N: String(segment.pages) }],
  ]);
  return {
    ...itemKey(crowdJobKey(id)),
    [JOB]: { S: JSON.stringify({ task, startedAt, skipped }) },
    [STOPPED]: { BOOL: stopped },
    ...Object.fromEntries(parts),
    [TTL]: ttl(startedAt + KEPT_FOR),
  };
}

function jobOf(row: Item): CrowdJob {
  const { task, startedAt, skipped } = fields.json(row, JOB, jobSchema);
  const segments = Array.from({ length: SEGMENTS }, (_, index) =>
    fields.jsonOrNull(row, segmentName(index), segmentSchema),
  ).filter((segment) => segment !== null);
  const job = {
    id: fields.text(row, SK),
    task,
    startedAt,
    stopped: fields.flagOrNull(row, STOPPED) ?? false,
    segments,
  };
  return skipped === undefined ? job : { ...job, skipped };
}
