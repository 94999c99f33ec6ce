import { type DynamoDBClient, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Instant, SECOND } from '../kernel/instants.ts';
import type { EvidenceStore } from '../person/evidence-store.ts';
import { isConditionFailure, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey, keyOf } from './item-key.ts';
import { LEDGER_RANGE, ledgerKey, logRange, personKey, SK, TTL } from './keys.ts';
import { ledgerEntryOf } from './ledger-codec.ts';
import { logEntryOf } from './log-codec.ts';
import { ttl } from './proof-codec.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('records', 'PERSON#<profileId> / LEDGER# or LOG#<at>#<id>');

const ROW_STANDS = 'attribute_exists(#sk)';

/** Terms of evidence in `records`: the attribute that DynamoDB's TTL reads, and nothing else of a row. */
export function dynamoEvidenceStore(client: DynamoDBClient, records: string): EvidenceStore {
  async function setTerm(what: string, key: Item, until: Instant | null): Promise<void> {
    const names = { '#sk': SK, '#ttl': TTL };
    const update = { TableName: records, Key: key, ConditionExpression: ROW_STANDS, ExpressionAttributeNames: names };
    const change =
      until === null
        ? { UpdateExpression: 'REMOVE #ttl' }
        : { UpdateExpression: 'SET #ttl = :ttl', ExpressionAttributeValues: { ':ttl': ttl(until) } };
    try {
      await client.send(new UpdateItemCommand({ ...update, ...change }));
    } catch (error) {
      if (!isConditionFailure(error)) throw unavailable(what, error);
    }
  }
  return {
    async rows(profileId) {
      const rows = await between(client, records, profileId, LEDGER_RANGE);
      return rows.map((row) => ({ entry: ledgerEntryOf(row), keepUntil: termOf(row) }));
    },
    keep: (profileId, { id, at }, until) =>
      setTerm(`evidence of person ${profileId}`, itemKey(ledgerKey(profileId, at, id)), until),
    async shortenLog(profileId, messageIds, span, until) {
      const wanted = new Set(messageIds);
      const rows = await between(client, records, profileId, logRange(span.from, span.to));
      for (const row of rows) {
        const { messageId } = logEntryOf(row);
        if (messageId === null || !wanted.has(messageId) || (termOf(row) ?? 0) <= until) continue;
        await setTerm(`log of person ${profileId}`, keyOf(row), until);
      }
    },
  };
}

function termOf(row: Item): Instant | null {
  const seconds = fields.numberOrNull(row, TTL);
  return seconds === null ? null : seconds * SECOND;
}

async function between(
  client: DynamoDBClient,
  records: string,
  profileId: string,
  [from, to]: readonly [string, string],
): Promise<readonly Item[]> {
  const rows: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await orUnavailable(`rows of person ${profileId}`, () =>
      client.send(
        new QueryCommand({
          TableName: records,
          KeyConditionExpression: 'PK = :pk AND SK BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': { S: personKey(profileId) }, ':from': { S: from }, ':to': { S: to } },
          ConsistentRead: true,
          ExclusiveStartKey: start,
        }),
      ),
    );
    rows.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return rows;
}
