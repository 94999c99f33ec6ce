import {
  type DynamoDBClient,
  type Put,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type Update,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Instant, isoDay } from '../kernel/instants.ts';
import { type Counted, countedOf } from '../person/counted.ts';
import type { LogEntry } from '../person/effects.ts';
import type { Telling, TellingFeedback } from '../person/timeline.ts';
import { withContention } from './contention.ts';
import { CONDITION_FAILED, cancellationCodes, isConditionFailure, unavailable } from './failures.dynamodb.ts';
import { itemKey } from './item-key.ts';
import { countKey, countSlotOf, logKey, type RecordKey, SK } from './keys.ts';
import { feedbackAttribute, logIdOf, logRow } from './log-codec.ts';

const ROW_IS_NEW = 'attribute_not_exists(#sk)';
const ROW_STANDS_WITHOUT_THIS_STATUS = 'attribute_exists(#sk) AND attribute_not_exists(#status)';

/** Rows of one transaction, which takes 100 actions: what is left are the counters. A longer one only meets others more often. */
const ROWS_AT_ONCE = 40;

interface Write {
  readonly profileId: string;
  readonly what: string;
  readonly key: RecordKey;
  readonly row: { readonly Put: Put } | { readonly Update: Update };
  /** Null: it counts nothing, and needs no transaction, which costs double. */
  readonly counts: { readonly campaign: string; readonly at: Instant; readonly counted: Counted } | null;
}

/**
 * Writes log rows with what they count. A row alone with its counter would be four write units; many share one update of a
 * counter, and each stays in one transaction with it: a row that stands already takes its count out of the transaction.
 * Rejects with RetryableError.
 */
export async function writeTellings(
  client: DynamoDBClient,
  records: string,
  tellings: readonly Telling[],
): Promise<void> {
  const writes = tellings.map((each) =>
    'entry' in each ? rowOf(records, each.profileId, each.entry) : feedbackOf(records, each.profileId, each.feedback),
  );
  for (const round of rounds(writes)) {
    await Promise.all(round.filter(({ counts }) => counts === null).map((write) => writeAlone(client, write)));
    const counting = round.filter(({ counts }) => counts !== null);
    for (let from = 0; from < counting.length; from += ROWS_AT_ONCE) {
      await writeCounted(client, records, counting.slice(from, from + ROWS_AT_ONCE));
    }
  }
}

/** A transaction takes an item once, and what is told of one row keeps its order: the second of a row is of the second round. */
function rounds(writes: readonly Write[]): readonly (readonly Write[])[] {
  const seen = new Map<string, number>();
  const found: Write[][] = [];
  for (const write of writes) {
    const name = `${write.key.PK} ${write.key.SK}`;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    const round = found[nth];
    if (round) round.push(write);
    else found[nth] = [write];
  }
  return found;
}

function rowOf(records: string, profileId: string, entry: LogEntry): Write {
  const { campaign, at } = entry;
  const counted = countedOf(entry);
  return {
    profileId,
    what: `log row ${entry.id} of person ${profileId}`,
    key: logKey(profileId, at, logIdOf(entry)),
    row: {
      Put: {
        TableName: records,
        Item: logRow(profileId, entry),
        ConditionExpression: ROW_IS_NEW,
        ExpressionAttributeNames: { '#sk': SK },
      },
    },
    counts: counted === null || campaign === null ? null : { campaign, at, counted },
  };
}

function feedbackOf(records: string, profileId: string, feedback: TellingFeedback): Write {
  const { messageId, logAt, status, at, campaign } = feedback;
  const key = logKey(profileId, logAt, messageId);
  return {
    profileId,
    what: `log row of message ${messageId} of person ${profileId}`,
    key,
    row: {
      Update: {
        TableName: records,
        Key: itemKey(key),
        UpdateExpression: 'SET #status = :at',
        ConditionExpression: ROW_STANDS_WITHOUT_THIS_STATUS,
        ExpressionAttributeNames: { '#sk': SK, '#status': feedbackAttribute(status) },
        ExpressionAttributeValues: { ':at': { N: String(at) } },
      },
    },
    counts: campaign === null ? null : { campaign, at, counted: { [status]: 1 } },
  };
}

/** A row that says that it happened before (or, for feedback, that there is none any more) is done. */
async function writeAlone(client: DynamoDBClient, { what, row }: Write): Promise<void> {
  try {
    if ('Put' in row) await client.send(new PutItemCommand(row.Put));
    else await client.send(new UpdateItemCommand(row.Update));
  } catch (error) {
    if (!isConditionFailure(error)) throw unavailable(what, error);
  }
}

async function writeCounted(client: DynamoDBClient, records: string, writes: readonly Write[]): Promise<void> {
  for (let left = writes; left.length > 0; ) {
    const TransactItems = [...left.map(({ row }) => row), ...counterUpdates(records, left)];
    try {
      // Batches that share a counter meet on it: such a conflict says nothing of the rows and is tried again at once.
      await withContention(() => client.send(new TransactWriteItemsCommand({ TransactItems })));
      return;
    } catch (error) {
      const codes = cancellationCodes(error);
      const fresh = left.filter((_, n) => codes[n] !== CONDITION_FAILED);
      if (fresh.length === left.length) throw unavailable(`${left[0]?.what} and ${left.length - 1} more`, error);
      left = fresh;
    }
  }
}

/** One update for each campaign and day, in the slot of the first person: which one is no matter, reports add all of them up. */
function counterUpdates(records: string, writes: readonly Write[]): readonly TransactWriteItem[] {
  const slot = countSlotOf(writes[0]?.profileId ?? '');
  const counters = new Map<string, { readonly Key: ReturnType<typeof itemKey>; readonly sums: Map<string, number> }>();
  for (const { counts } of writes) {
    if (!counts) continue;
    const name = `${counts.campaign} ${isoDay(counts.at)}`;
    const counter = counters.get(name) ?? { Key: itemKey(countKey(counts.campaign, slot, counts.at)), sums: new Map() };
    for (const [word, by] of Object.entries(counts.counted)) {
      counter.sums.set(word, (counter.sums.get(word) ?? 0) + by);
    }
    counters.set(name, counter);
  }
  return [...counters.values()].map(({ Key, sums }) => ({ Update: { TableName: records, Key, ...adding([...sums]) } }));
}

function adding(sums: readonly (readonly [string, number])[]) {
  return {
    UpdateExpression: `ADD ${sums.map((_, n) => `#c${n} :n${n}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(sums.map(([word], n) => [`#c${n}`, word])),
    ExpressionAttributeValues: Object.fromEntries(sums.map(([, by], n) => [`:n${n}`, { N: String(by) }])),
  };
}
