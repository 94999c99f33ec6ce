import {
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type Update,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Instant } from '../kernel/instants.ts';
import type { Page, TimelineStore } from '../person/timeline.ts';
import { withContention } from './contention.ts';
import { type Counted, countedOf } from './counter-name.ts';
import { cursorOf, sortKeyOf } from './cursor.ts';
import {
  CONDITION_FAILED,
  cancellationCodes,
  isConditionFailure,
  orUnavailable,
  unavailable,
} from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { countKey, countSlotOf, LEDGER_PREFIX, LOG_PREFIX, logKey, personKey, SK, TTL } from './keys.ts';
import { ledgerEntryOf } from './ledger-codec.ts';
import { feedbackAttribute, logEntryOf, logRow } from './log-codec.ts';
import { ttl } from './proof-codec.ts';

const IS_KEPT = 'attribute_not_exists(#ttl) OR #ttl > :now';
const ROW_IS_NEW = 'attribute_not_exists(#sk)';
const ROW_STANDS_WITHOUT_THIS_STATUS = 'attribute_exists(#sk) AND attribute_not_exists(#status)';

/** Evidence and log in `records`. A log row and its counter are one transaction, so a redelivered effect counts once. */
export function dynamoTimelineStore(client: DynamoDBClient, records: string): TimelineStore {
  return {
    ledger: (profileId, limit, from) =>
      page(client, records, { profileId, limit, from, prefix: LEDGER_PREFIX }, ledgerEntryOf),
    log: (profileId, limit, from) => page(client, records, { profileId, limit, from, prefix: LOG_PREFIX }, logEntryOf),
    async record(profileId, entry) {
      const put = {
        TableName: records,
        Item: logRow(profileId, entry),
        ConditionExpression: ROW_IS_NEW,
        ExpressionAttributeNames: { '#sk': SK },
      };
      const counted = countedOf(entry);
      await once(`log row ${entry.id} of person ${profileId}`, async () => {
        // What counts nothing needs no transaction, which costs double.
        if (counted === null || entry.campaign === null) await client.send(new PutItemCommand(put));
        else await together(client, { Put: put }, countUp(records, profileId, entry.campaign, entry.at, counted));
      });
    },
    async recordFeedback(profileId, { messageId, logAt, status, at, campaign }) {
      const update: Update = {
        TableName: records,
        Key: itemKey(logKey(profileId, logAt, messageId)),
        UpdateExpression: 'SET #status = :at',
        ConditionExpression: ROW_STANDS_WITHOUT_THIS_STATUS,
        ExpressionAttributeNames: { '#sk': SK, '#status': feedbackAttribute(status) },
        ExpressionAttributeValues: { ':at': { N: String(at) } },
      };
      await once(`log row of message ${messageId} of person ${profileId}`, async () => {
        if (campaign === null) await client.send(new UpdateItemCommand(update));
        else await together(client, { Update: update }, countUp(records, profileId, campaign, at, { [status]: 1 }));
      });
    },
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

function countUp(
  records: string,
  profileId: string,
  campaign: string,
  at: Instant,
  counted: Counted,
): TransactWriteItem {
  const counters = Object.entries(counted);
  return {
    Update: {
      TableName: records,
      Key: itemKey(countKey(campaign, countSlotOf(profileId), at)),
      UpdateExpression: `ADD ${counters.map((_, n) => `#c${n} :n${n}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(counters.map(([name], n) => [`#c${n}`, name])),
      ExpressionAttributeValues: Object.fromEntries(counters.map(([, by], n) => [`:n${n}`, { N: String(by) }])),
    },
  };
}

async function together(client: DynamoDBClient, row: TransactWriteItem, count: TransactWriteItem): Promise<void> {
  // People who share a counter meet on it: such a conflict says nothing of the row and is tried again at once.
  await withContention(() => client.send(new TransactWriteItemsCommand({ TransactItems: [row, count] })));
}

/** Resolves where the row says that it happened before (or, for feedback, that there is no row any more). */
async function once(what: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isConditionFailure(error) || cancellationCodes(error)[0] === CONDITION_FAILED) return;
    throw unavailable(what, error);
  }
}
