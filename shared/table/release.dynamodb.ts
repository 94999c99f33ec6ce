import {
  type DynamoDBClient,
  GetItemCommand,
  type Put,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { filesHash } from '../workspace/content-hash.ts';
import type { CampaignDefinition } from '../workspace/definitions.ts';
import { emptyRelease } from '../workspace/empty-release.ts';
import type { ReleaseStore } from '../workspace/release-store.ts';
import { type Campaign, loadCampaign, type Release } from '../workspace/workspace.ts';
import { dynamoDefinitions } from './definitions.dynamodb.ts';
import { cancellationCodes, conflict, isTransactionConflict, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { CURRENT_KEY, RELEASE_PREFIX, type RecordKey, releaseKey, SK } from './keys.ts';
import { definitionHashes, type Manifest, packRelease, unpackRelease } from './release-manifest.ts';

const NOTHING_IS_PUBLISHED = 'attribute_not_exists(#sk)';
const RELEASE_IS_NEW = 'attribute_not_exists(#sk)';
const POINTER_IS_UNCHANGED = '#release = :release AND #latest = :latest';

const MANIFEST = 'manifest';

/** The pointer to the active release. `latest` is the highest number given out, which a roll-back leaves behind. */
interface Pointer {
  readonly release: number;
  readonly latest: number;
  readonly files: string;
}

/** Releases in `records`. Contents are immutable, so an instance reads and decodes each definition once. */
export function dynamoReleaseStore(client: DynamoDBClient, records: string): ReleaseStore {
  const definitions = dynamoDefinitions(client, records);
  const campaigns = new Map<string, Campaign>();
  let loaded: { readonly release: Release; readonly definitions: ReadonlyMap<string, unknown> } | null = null;

  const get = async (key: RecordKey) => {
    const { Item } = await orUnavailable(`workspace ${key.SK}`, () =>
      client.send(new GetItemCommand({ TableName: records, Key: itemKey(key), ConsistentRead: true })),
    );
    return Item;
  };
  const pointer = async (): Promise<Pointer | null> => pointerOf(await get(CURRENT_KEY));
  const manifest = async (release: number): Promise<Manifest | null> => manifestOf(await get(releaseKey(release)));
  const released = async (release: number): Promise<Release> => {
    const stored = await manifest(release);
    if (!stored) throw new Error(`release ${release} is the active one and missing`);
    const known = loaded?.definitions ?? new Map<string, unknown>();
    const hashes = definitionHashes(stored);
    const read = await definitions.load(hashes.filter((hash) => !known.has(hash)));
    // Only what this release holds is kept on: an instance that sees many releases does not grow.
    const all = new Map(hashes.map((hash) => [hash, known.has(hash) ? known.get(hash) : read.get(hash)]));
    loaded = { release: unpackRelease(stored, all), definitions: all };
    return loaded.release;
  };

  return {
    async active() {
      const current = await pointer();
      if (!current) return emptyRelease;
      return loaded?.release.number === current.release ? loaded.release : released(current.release);
    },
    async pinned(hashes) {
      const unknown = hashes.filter((hash) => !campaigns.has(hash));
      for (const [hash, definition] of await definitions.load([...new Set(unknown)])) {
        campaigns.set(hash, loadCampaign(definition as CampaignDefinition, hash));
      }
      return hashes.flatMap((hash) => campaigns.get(hash) ?? []);
    },
    async files() {
      const current = await pointer();
      if (!current) return { release: 0, files: {} };
      const files = (await definitions.load([current.files])).get(current.files);
      return { release: current.release, files: files as Readonly<Record<string, string>> };
    },
    async publish(files, content, at) {
      const current = await pointer();
      if (current && current.files === filesHash(files)) return current.release;
      const release = (current?.latest ?? 0) + 1;
      const packed = packRelease(release, at, files, content);
      const standing = current ? await manifest(current.release) : null;
      const known = new Set(standing ? definitionHashes(standing) : []);
      await definitions.save([...packed.definitions].filter(([hash]) => !known.has(hash)));
      await point(client, records, current, packed.manifest);
      return release;
    },
    async list() {
      const current = await pointer();
      const manifests = await everyManifest(client, records);
      return manifests
        .map(({ release, publishedAt }) => ({ release, publishedAt, active: release === current?.release }))
        .toSorted((a, b) => b.release - a.release);
    },
    async activate(release) {
      const stored = await manifest(release);
      if (!stored) return false;
      await orUnavailable(`release ${release}`, () =>
        client.send(
          new UpdateItemCommand({
            TableName: records,
            Key: itemKey(CURRENT_KEY),
            UpdateExpression: 'SET #release = :release, #files = :files',
            ExpressionAttributeNames: { '#release': 'release', '#files': 'files' },
            ExpressionAttributeValues: { ':release': { N: String(release) }, ':files': { S: stored.files } },
          }),
        ),
      );
      return true;
    },
  };
}

/** Writes the release and points at it, both or neither; definitions were written before, so no reader misses one. */
async function point(client: DynamoDBClient, records: string, read: Pointer | null, manifest: Manifest): Promise<void> {
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
    if (isTransactionConflict(error) || cancellationCodes(error).includes('ConditionalCheckFailed')) {
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

async function everyManifest(client: DynamoDBClient, records: string): Promise<readonly Manifest[]> {
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

function pointerOf(row: Item | undefined): Pointer | null {
  if (!row) return null;
  const release = Number(row.release?.N ?? 0);
  return { release, latest: Number(row.latest?.N ?? release), files: row.files?.S ?? '' };
}

function manifestOf(row: Item | undefined): Manifest | null {
  const manifest = row?.[MANIFEST]?.S;
  return manifest === undefined ? null : (JSON.parse(manifest) as Manifest);
}
