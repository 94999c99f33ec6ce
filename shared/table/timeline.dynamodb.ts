import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Page, TimelineStore } from '../person/timeline.ts';
import { cursorOf, sortKeyOf } from './cursor.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { LEDGER_PREFIX, LOG_PREFIX, personKey, SK, TTL } from './keys.ts';
import { ledgerEntryOf } from './ledger-codec.ts';
import { logEntryOf } from './log-codec.ts';
import { ttl } from './proof-codec.ts';
import { writeTellings } from './tellings.dynamodb.ts';

const IS_KEPT = 'attribute_not_exists(#ttl) OR #ttl > :now';

/** Evidence and log in `records`. A log row and its counter are one transaction, so a redelivered effect counts once. */
export function dynamoTimelineStore(client: DynamoDBClient, records: string): TimelineStore {
  return {
    ledger: (profileId, limit, from) =>
      page(client, records, { profileId, limit, from, prefix: LEDGER_PREFIX }, ledgerEntryOf),
    log: (profileId, limit, from) => page(client, records, { profileId, limit, from, prefix: LOG_PREFIX }, logEntryOf),
    tell: (tellings) => writeTellings(client, records, tellings),
    record: (profileId, entry) => writeTellings(client, records, [{ profileId, entry }]),
    recordFeedback: (profileId, feedback) => writeTellings(client, records, [{ profileId, feedback }]),
  };
}

interface Asked {
  readonly profileId: string;
  readonly prefix: string;
  readonly limit: number;
  readonly from: string | null;
}

async function page<Row>(
  client: DynamoDBClient,
  records: string,
  { profileId, prefix, limit, from }: Asked,
  decode: (row: Item) => Row,
): Promise<Page<Row>> {
  const PK = personKey(profileId);
  const start = from === null ? undefined : itemKey({ PK, SK: sortKeyOf(from, prefix) });
  const { Items = [], LastEvaluatedKey } = await orUnavailable(`timeline of person ${profileId}`, () =>
    client.send(
      new QueryCommand({
        TableName: records,
        KeyConditionExpression: 'PK = :pk AND begins_with(SK, :prefix)',
        // DynamoDB deletes some days behind a TTL; what is over is not told any more (P-37, P-62).
        FilterExpression: IS_KEPT,
        ExpressionAttributeNames: { '#ttl': TTL },
        ExpressionAttributeValues: { ':pk': { S: PK }, ':prefix': { S: prefix }, ':now': ttl(Date.now()) },
        ScanIndexForward: false,
        ConsistentRead: true,
        ExclusiveStartKey: start,
        // One more tells whether there is another page.
        Limit: limit + 1,
      }),
    ),
  );
  const last = Items.length > limit ? Items[limit - 1] : LastEvaluatedKey;
  return { rows: Items.slice(0, limit).map(decode), next: last ? cursorOf(last[SK]?.S ?? '') : null };
}
