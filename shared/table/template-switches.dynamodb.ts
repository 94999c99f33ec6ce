import {
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DAY, HOUR, type Instant, SECOND } from '../kernel/instants.ts';
import {
  isRefusedTooOften,
  type PausedTemplate,
  type Refusal,
  type SwitchChange,
  type TemplateSwitches,
} from '../messages/template-switches.ts';
import {
  CONDITION_FAILED,
  cancellationCodes,
  isConditionFailure,
  orUnavailable,
  unavailable,
} from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { ALL_SWITCHES, PK, refusalsKey, SWITCH_LOG, switchKey, switchLogKey, TTL } from './keys.ts';

const PAUSED_AT = 'pausedAt';
const LIFTED_AT = 'liftedAt';
const REASON = 'reason';
const ENTRY = 'entry';
/** A set of `<ms>#<address hmac>`: what is told again is there already. */
const REFUSED = 'refused';
/** Far above every limit, far below what an item holds. */
const KEPT_AT_MOST = 500;
const HISTORY_AT_MOST = 50;
const AUDIT_KEPT = 400 * DAY;

const HAS_ROOM = 'attribute_not_exists(#refused) OR size(#refused) < :most';
const IS_ON = 'attribute_not_exists(#paused) OR #paused < #lifted';
const IS_OFF = 'attribute_exists(#paused) AND (attribute_not_exists(#lifted) OR #lifted <= #paused)';

/** The switches of templates in `records`: a row a template, a row a change, and a row an hour of refusals. */
export function dynamoTemplateSwitches(client: DynamoDBClient, records: string): TemplateSwitches {
  const store: Store = { client, records };
  return {
    async paused() {
      const rows = await query(store, { pk: ALL_SWITCHES });
      return rows.flatMap((row) => pausedOf(row) ?? []);
    },
    refuse: (refusal, limit, now) => refuse(store, refusal, limit, now),
    resume: (template, at, why) => change(store, { template, at, change: 'resumed', ...why }),
    async history() {
      const rows = await query(store, { pk: SWITCH_LOG, newest: HISTORY_AT_MOST });
      return rows.map((row) => JSON.parse(row[ENTRY]?.S ?? '{}') as SwitchChange);
    },
  };
}

interface Store {
  readonly client: DynamoDBClient;
  readonly records: string;
}

function instantOf(row: Item | undefined, attribute: string): Instant | null {
  const written = row?.[attribute]?.N;
  return written === undefined ? null : Number(written);
}

function pausedOf(row: Item): PausedTemplate | null {
  const [since, lifted] = [instantOf(row, PAUSED_AT), instantOf(row, LIFTED_AT)];
  if (since === null || (lifted !== null && since < lifted)) return null;
  return { template: row['SK']?.S ?? '', since, reason: row[REASON]?.S ?? '' };
}

async function query({ client, records }: Store, of: { pk: string; newest?: number }): Promise<readonly Item[]> {
  const { Items = [] } = await orUnavailable('switches', () =>
    client.send(
      new QueryCommand({
        TableName: records,
        KeyConditionExpression: `${PK} = :pk`,
        ExpressionAttributeValues: { ':pk': { S: of.pk } },
        ConsistentRead: true,
        ...(of.newest === undefined ? {} : { ScanIndexForward: false, Limit: of.newest }),
      }),
    ),
  );
  return Items;
}

async function refuse(
  store: Store,
  refusal: Refusal,
  limit: Parameters<TemplateSwitches['refuse']>[1],
  now: Instant,
): Promise<boolean> {
  const { template, at } = refusal;
  const counted = await count(store, refusal);
  // The window may have begun in the hour before: its limit is an hour at most.
  const before = await get(store, refusalsKey(template, at - HOUR));
  const row = await get(store, switchKey(template));
  const refusals = [...counted, ...refusalsIn(before)];
  if (!isRefusedTooOften(refusals, limit, { at, liftedAt: instantOf(row, LIFTED_AT) })) return false;
  return change(store, { template, at: now, change: 'paused', reason: 'content-refused', by: 'heed' });
}

async function get({ client, records }: Store, key: Parameters<typeof itemKey>[0]): Promise<Item | undefined> {
  const command = new GetItemCommand({ TableName: records, Key: itemKey(key), ConsistentRead: true });
  const { Item } = await orUnavailable(`switch ${key.SK}`, () => client.send(command));
  return Item;
}

function refusalsIn(row: Item | undefined): readonly Pick<Refusal, 'at' | 'address'>[] {
  return (row?.[REFUSED]?.SS ?? []).map((text) => {
    const [at = '', address = ''] = text.split('#');
    return { at: Number(at), address };
  });
}

/** Adds it to its hour and gives all of that hour; an hour that is full has more than enough. */
async function count({ client, records }: Store, { template, address, at }: Refusal) {
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: records,
        Key: itemKey(refusalsKey(template, at)),
        UpdateExpression: 'ADD #refused :one SET #ttl = :ttl',
        ConditionExpression: HAS_ROOM,
        ExpressionAttributeNames: { '#refused': REFUSED, '#ttl': TTL },
        ExpressionAttributeValues: {
          ':one': { SS: [`${at}#${address}`] },
          ':most': { N: String(KEPT_AT_MOST) },
          ':ttl': { N: String(Math.ceil((at + 3 * HOUR) / SECOND)) },
        },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return refusalsIn(Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return refusalsIn((error as { Item?: Item }).Item);
    throw unavailable(`refusals of ${template}`, error);
  }
}

/** The switch and its line in the audit, both or neither; false where it stands so already. */
async function change({ client, records }: Store, entry: SwitchChange): Promise<boolean> {
  try {
    await client.send(
      new TransactWriteItemsCommand({ TransactItems: [switched(records, entry), audited(records, entry)] }),
    );
    return true;
  } catch (error) {
    if (cancellationCodes(error).includes(CONDITION_FAILED)) return false;
    throw unavailable(`switch of ${entry.template}`, error);
  }
}

function switched(records: string, { template, at, change, reason }: SwitchChange): TransactWriteItem {
  const isPause = change === 'paused';
  return {
    Update: {
      TableName: records,
      Key: itemKey(switchKey(template)),
      UpdateExpression: isPause ? 'SET #paused = :at, #reason = :reason' : 'SET #lifted = :at',
      ConditionExpression: isPause ? IS_ON : IS_OFF,
      ExpressionAttributeNames: {
        '#paused': PAUSED_AT,
        '#lifted': LIFTED_AT,
        ...(isPause ? { '#reason': REASON } : {}),
      },
      ExpressionAttributeValues: { ':at': { N: String(at) }, ...(isPause ? { ':reason': { S: reason } } : {}) },
    },
  };
}

function audited(records: string, entry: SwitchChange): TransactWriteItem {
  const ttl = { N: String(Math.ceil((entry.at + AUDIT_KEPT) / SECOND)) };
  const item = {
    ...itemKey(switchLogKey(entry.at, entry.template)),
    [ENTRY]: { S: JSON.stringify(entry) },
    [TTL]: ttl,
  };
  return { Put: { TableName: records, Item: item } };
}
