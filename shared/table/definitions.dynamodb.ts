import { BatchGetItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { definitionOf, partsOf } from './definition-parts.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { definitionKey, PK, type RecordKey, SK } from './keys.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('records', 'DEFINITION#<hash> / PART#<n>');
const DATA = 'data';
/** How many parts a definition has; on its first part. */
const PARTS = 'parts';

/** A batch read takes 100 keys; together with 380 KB a part, 40 stay below its 16 MB. */
const KEYS_A_READ = 40;
/** Writes under way at once while publishing. */
const WRITES_AT_ONCE = 10;

/** Content-addressed definitions in `records`. Nothing is ever deleted or changed, so what was read once is never read again. */
export interface Definitions {
  /** Those of the hashes that exist. */
  load(hashes: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  /** A definition that is there already is written again, with the same bytes. */
  save(definitions: Iterable<readonly [string, unknown]>): Promise<void>;
}

export function dynamoDefinitions(client: DynamoDBClient, records: string): Definitions {
  return {
    async load(hashes) {
      const first = await readRows(
        client,
        records,
        hashes.map((hash) => definitionKey(hash)),
      );
      const further = hashes.flatMap((hash) => furtherParts(hash, first));
      const rows = new Map([...first, ...(await readRows(client, records, further))]);
      return new Map(hashes.flatMap((hash) => decoded(hash, rows)));
    },
    async save(definitions) {
      const writes = [...definitions].flatMap(([hash, definition]) => putsOf(records, hash, definition));
      for (let n = 0; n < writes.length; n += WRITES_AT_ONCE) {
        const some = writes.slice(n, n + WRITES_AT_ONCE);
        await orUnavailable('definitions', () => Promise.all(some.map((put) => client.send(put))));
      }
    },
  };
}

function putsOf(records: string, hash: string, definition: unknown): PutItemCommand[] {
  const parts = partsOf(definition);
  return parts.map((data, n) => {
    const count: Item = n === 0 ? { [PARTS]: { N: String(parts.length) } } : {};
    return new PutItemCommand({
      TableName: records,
      Item: { ...itemKey(definitionKey(hash, n)), [DATA]: { B: data }, ...count },
    });
  });
}

function furtherParts(hash: string, first: ReadonlyMap<string, Item>): RecordKey[] {
  const count = fields.numberOrNull(first.get(nameOf(definitionKey(hash))), PARTS) ?? 1;
  return Array.from({ length: count - 1 }, (_, n) => definitionKey(hash, n + 1));
}

function decoded(hash: string, rows: ReadonlyMap<string, Item>): [string, unknown][] {
  const count = fields.numberOrNull(rows.get(nameOf(definitionKey(hash))), PARTS) ?? 0;
  const parts = Array.from({ length: count }, (_, n) => rows.get(nameOf(definitionKey(hash, n)))?.[DATA]?.B);
  return parts.length === 0 ? [] : [[hash, definitionOf(parts.map((part) => part ?? new Uint8Array()))]];
}

/** Strongly consistent: the release that names them may have been published a moment ago. */
async function readRows(
  client: DynamoDBClient,
  records: string,
  keys: readonly RecordKey[],
): Promise<Map<string, Item>> {
  const rows = new Map<string, Item>();
  let pending = keys.map(itemKey);
  while (pending.length > 0) {
    const Keys = pending.splice(0, KEYS_A_READ);
    const { Responses, UnprocessedKeys } = await orUnavailable('definitions', () =>
      client.send(new BatchGetItemCommand({ RequestItems: { [records]: { Keys, ConsistentRead: true } } })),
    );
    for (const row of Responses?.[records] ?? [])
      rows.set(nameOf({ PK: fields.text(row, PK), SK: fields.text(row, SK) }), row);
    pending = [...pending, ...(UnprocessedKeys?.[records]?.Keys ?? [])];
  }
  return rows;
}

function nameOf({ PK, SK }: RecordKey): string {
  return `${PK} ${SK}`;
}
