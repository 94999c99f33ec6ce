import {
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import {
  CONDITION_FAILED,
  cancellationCodes,
  conflict,
  isTransactionConflict,
  orUnavailable,
  unavailable,
} from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { CURRENT_KEY, RELEASE_PREFIX, type RecordKey, releaseKey, SK } from './keys.ts';
import type { Manifest } from './release-manifest.ts';
import { fieldsOf } from './row-fields.ts';

const NOTHING_IS_PUBLISHED = 'attribute_not_exists(#sk)';
const RELEASE_IS_NEW = 'attribute_not_exists(#sk)';
const POINTER_IS_UNCHANGED = '#release = :release AND #latest = :latest';

const MANIFEST = 'manifest';
const RELEASE = 'release';
const LATEST = 'latest';
const FILES = 'files';

const pointerFields = fieldsOf('records', 'WORKSPACE / CURRENT');
const releaseFields = fieldsOf('records', 'WORKSPACE / RELEASE#<n>');

const manifestSchema: z.ZodType<Manifest> = z.looseObject({
  release: z.number(),
  publishedAt: z.number(),
  files: z.string(),
  settings: z.string(),
  topics: z.string(),
  events: z.string(),
  texts: z.string(),
  campaigns: z.array(z.tuple([z.string(), z.string()])),
  templates: z.array(z.string()),
});

/** The pointer to the active release. `latest` is the highest number given out, which a roll-back leaves behind. */
export interface Pointer {
  readonly release: number;
  readonly latest: number;
  /** Hash of its files. */
  readonly files: string;
}

/** Strongly consistent; null before the first publication. */
export async function readPointer(client: DynamoDBClient, records: string): Promise<Pointer | null> {
  const row = await read(client, records, CURRENT_KEY);
  if (!row) return null;
  return {
    release: pointerFields.number(row, RELEASE),
    latest: pointerFields.number(row, LATEST),
    files: pointerFields.text(row, FILES),
  };
}

export async function readManifest(client: DynamoDBClient, records: string, release: number): Promise<Manifest | null> {
  const row = await read(client, records, releaseKey(release));
  return row ? manifestIn(row) : null;
}

/** Points at a release that stands. */
export async function pointAt(client: DynamoDBClient, records: string, { release, files }: Manifest): Promise<void> {
  const update = {
    TableName: records,
    Key: itemKey(CURRENT_KEY),
    UpdateExpression: 'SET #release = :release, #files = :files',
    ExpressionAttributeNames: { '#release': RELEASE, '#files': FILES },
    ExpressionAttributeValues: { ':release': { N: String(release) }, ':files': { S: files } },
  };
  await orUnavailable(`release ${release}`, () => client.send(new UpdateItemCommand(update)));
}

async function read(client: DynamoDBClient, records: string, key: RecordKey): Promise<Item | undefined> {
  const get = { TableName: records, Key: itemKey(key), ConsistentRead: true };
  const { Item } = await orUnavailable(`workspace ${key.SK}`, () => client.send(new GetItemCommand(get)));
  return Item;
}

/** Writes the release and points at it, both or neither; definitions were written before, so no reader misses one. */
export async function publishManifest(
  client: DynamoDBClient,
  records: string,
  read: Pointer | null,
  manifest: Manifest,
): Promise<void> {
  const { release, files } = manifest;
  const current = { [RELEASE]: { N: String(release) }, [LATEST]: { N: String(release) }, [FILES]: { S: files } };
  try {
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          {
            Put: {
              TableName: records,
              Item: { ...itemKey(releaseKey(release)), [MANIFEST]: { S: JSON.stringify(manifest) } },
              ConditionExpression: RELEASE_IS_NEW,
              ExpressionAttributeNames: { '#sk': SK },
            },
          },
          { Put: { TableName: records, Item: { ...itemKey(CURRENT_KEY), ...current }, ...pointerCondition(read) } },
        ],
      }),
    );
  } catch (error) {
    if (isTransactionConflict(error) || cancellationCodes(error).includes(CONDITION_FAILED)) {
      throw conflict('the workspace', error);
    }
    throw unavailable(`release ${release}`, error);
  }
}

function pointerCondition(read: Pointer | null): Omit<Put, 'TableName' | 'Item'> {
  if (!read) return { ConditionExpression: NOTHING_IS_PUBLISHED, ExpressionAttributeNames: { '#sk': SK } };
  return {
    ConditionExpression: POINTER_IS_UNCHANGED,
    ExpressionAttributeNames: { '#release': RELEASE, '#latest': LATEST },
    ExpressionAttributeValues: { ':release': { N: String(read.release) }, ':latest': { N: String(read.latest) } },
  };
}

/** Every release that was ever published, in no order. */
export async function everyManifest(client: DynamoDBClient, records: string): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await orUnavailable('releases', () =>
      client.send(
        new QueryCommand({
          TableName: records,
          KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
          ExpressionAttributeValues: { ':pk': { S: CURRENT_KEY.PK }, ':prefix': { S: RELEASE_PREFIX } },
          ConsistentRead: true,
          ExclusiveStartKey: from,
        }),
      ),
    );
    manifests.push(...Items.map(manifestIn));
    from = LastEvaluatedKey;
  } while (from);
  return manifests;
}

function manifestIn(row: Item): Manifest {
  return releaseFields.json(row, MANIFEST, manifestSchema);
}
