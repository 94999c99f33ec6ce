import {
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
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

const NOTHING_IS_PUBLISHED = 'attribute_not_exists(#sk)';
const RELEASE_IS_NEW = 'attribute_not_exists(#sk)';
const POINTER_IS_UNCHANGED = '#release = :release AND #latest = :latest';

const MANIFEST = 'manifest';

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
  const release = Number(row.release?.N ?? 0);
  return { release, latest: Number(row.latest?.N ?? release), files: row.files?.S ?? '' };
}

export async function readManifest(client: DynamoDBClient, records: string, release: number): Promise<Manifest | null> {
  return manifestOf(await read(client, records, releaseKey(release)));
}

/** Points at a release that stands. */
export async function pointAt(client: DynamoDBClient, records: string, { release, files }: Manifest): Promise<void> {
  const update = {
    TableName: records,
    Key: itemKey(CURRENT_KEY),
    UpdateExpression: 'SET #release = :release, #files = :files',
    ExpressionAttributeNames: { '#release': 'release', '#files': 'files' },
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
  const current = { release: { N: String(release) }, latest: { N: String(release) }, files: { S: files } };
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
    ExpressionAttributeNames: { '#release': 'release', '#latest': 'latest' },
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
    manifests.push(...Items.flatMap((item) => manifestOf(item) ?? []));
    from = LastEvaluatedKey;
  } while (from);
  return manifests;
}

function manifestOf(row: Item | undefined): Manifest | null {
  const manifest = row?.[MANIFEST]?.S;
  return manifest === undefined ? null : (JSON.parse(manifest) as Manifest);
}
