import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { ErasureStore } from '../person/erasure-store.ts';
import {
  CONDITION_FAILED,
  cancellationCodes,
  conflict,
  isTransactionConflict,
  orUnavailable,
  unavailable,
} from './failures.dynamodb.ts';
import { itemKey, keyOf } from './item-key.ts';
import { erasedPersonKey, LEDGER_PREFIX, LOG_PREFIX, PROFILE_ID, personKey, VERSION } from './keys.ts';
import { ledgerEntryOf } from './ledger-codec.ts';
import type { PersonTables } from './person.dynamodb.ts';
import { erasureRow, proofRow } from './proof-codec.ts';

const VERSION_IS_UNCHANGED = '#version = :read';
/** A transaction takes 100 actions, two of them a row of evidence. */
const PROOFS_AT_ONCE = 50;

/** The rows of an erasure; the one store that deletes anything (design 3). */
export function dynamoErasureStore(client: DynamoDBClient, tables: PersonTables): ErasureStore {
  const { records, people } = tables;
  return {
    async isErased(profileHmac) {
      const key = itemKey(erasedPersonKey(profileHmac));
      const { Item } = await orUnavailable(`erased profile ${profileHmac}`, () =>
        client.send(new GetItemCommand({ TableName: records, Key: key, ConsistentRead: true })),
      );
      return Item !== undefined;
    },
    async note(hmac, note) {
      await orUnavailable(`erasure of ${hmac}`, () =>
        client.send(new PutItemCommand({ TableName: records, Item: erasureRow(hmac, note) })),
      );
    },
    async proveAndForget(profileId, terms, limit) {
      const page = await rowsOf(client, records, profileId, LEDGER_PREFIX, Math.min(limit, PROOFS_AT_ONCE));
      const writes = page.rows.flatMap((row): TransactWriteItem[] => [
        { Put: { TableName: records, Item: proofRow(ledgerEntryOf(row), terms) } },
        { Delete: { TableName: records, Key: keyOf(row) } },
      ]);
      // Together, so that no crash leaves a consent without its proof.
      if (writes.length > 0) await orUnavailable(`evidence of person ${profileId}`, () => transact(client, writes));
      return page.more;
    },
    async forgetLog(profileId, limit) {
      const page = await rowsOf(client, records, profileId, LOG_PREFIX, limit);
      await orUnavailable(`log of person ${profileId}`, () =>
        Promise.all(
          page.rows.map((row) => client.send(new DeleteItemCommand({ TableName: records, Key: keyOf(row) }))),
        ),
      );
      return page.more;
    },
    async removePerson(person, profileHmac) {
      const removal = {
        TableName: people,
        Key: { [PROFILE_ID]: { S: person.profileId } },
        ConditionExpression: VERSION_IS_UNCHANGED,
        ExpressionAttributeNames: { '#version': VERSION },
        ExpressionAttributeValues: { ':read': { N: String(person.version) } },
      };
      const mark = { TableName: records, Item: itemKey(erasedPersonKey(profileHmac)) };
      try {
        await transact(client, [{ Delete: removal }, { Put: mark }]);
      } catch (error) {
        const what = `person ${person.profileId}`;
        const moved = cancellationCodes(error)[0] === CONDITION_FAILED || isTransactionConflict(error);
        throw moved ? conflict(what, error) : unavailable(what, error);
      }
    },
  };
}

async function transact(client: DynamoDBClient, TransactItems: TransactWriteItem[]): Promise<void> {
  await client.send(new TransactWriteItemsCommand({ TransactItems }));
}

/** The first rows of a prefix: what was deleted is no longer among them, so no cursor is needed. */
async function rowsOf(client: DynamoDBClient, records: string, profileId: string, prefix: string, limit: number) {
  const { Items = [], LastEvaluatedKey } = await orUnavailable(`rows of person ${profileId}`, () =>
    client.send(
      new QueryCommand({
        TableName: records,
        KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: { ':pk': { S: personKey(profileId) }, ':prefix': { S: prefix } },
        ConsistentRead: true,
        Limit: limit,
      }),
    ),
  );
  return { rows: Items, more: LastEvaluatedKey !== undefined };
}
