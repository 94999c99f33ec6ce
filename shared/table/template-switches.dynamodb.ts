import {
  type DynamoDBClient,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { DAY, type Instant, SECOND } from '../kernel/instants.ts';
import {
  isRefusedTooOften,
  type PausedTemplate,
  type Refusal,
  type SwitchChange,
  type TemplateSwitches,
} from '../messages/template-switches.ts';
import { CONDITION_FAILED, cancellationCodes, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { ALL_SWITCHES, PK, SK, SWITCH_LOG, switchKey, switchLogKey, TTL } from './keys.ts';
import { fieldsOf, word } from './row-fields.ts';
import { countRefusal, type Records, readRecord } from './template-refusals.dynamodb.ts';

const PAUSED_AT = 'pausedAt';
const LIFTED_AT = 'liftedAt';
const REASON = 'reason';
const ENTRY = 'entry';

const fields = fieldsOf('records', 'SWITCHES / <template>');
const logFields = fieldsOf('records', 'SWITCHES#LOG / <at>#<template>');
const changeSchema: z.ZodType<SwitchChange> = z.looseObject({
  template: z.string(),
  at: z.number(),
  change: word<SwitchChange['change']>(),
  reason: z.string(),
  by: z.string(),
});

const HISTORY_AT_MOST = 50;
const AUDIT_KEPT = 400 * DAY;

const IS_ON = 'attribute_not_exists(#paused) OR #paused < #lifted';
const IS_OFF = 'attribute_exists(#paused) AND (attribute_not_exists(#lifted) OR #lifted <= #paused)';

/** The switches of templates in `records`: a row a template, a row a change, and a row an hour of refusals. */
export function dynamoTemplateSwitches(client: DynamoDBClient, records: string): TemplateSwitches {
  const store: Records = { client, records };
  return {
    async paused() {
      const rows = await query(store, { pk: ALL_SWITCHES });
      return rows.flatMap((row) => pausedOf(row) ?? []);
    },
    refuse: (refusal, limit, now) => refuse(store, refusal, limit, now),
    resume: (template, at, why) => change(store, { template, at, change: 'resumed', ...why }),
    async history() {
      const rows = await query(store, { pk: SWITCH_LOG, newest: HISTORY_AT_MOST });
      return rows.map((row) => logFields.json(row, ENTRY, changeSchema));
    },
  };
}

function pausedOf(row: Item): PausedTemplate | null {
  const [since, lifted] = [fields.numberOrNull(row, PAUSED_AT), fields.numberOrNull(row, LIFTED_AT)];
  if (since === null || (lifted !== null && since < lifted)) return null;
  return { template: fields.text(row, SK), since, reason: fields.text(row, REASON) };
}

async function query({ client, records }: Records, of: { pk: string; newest?: number }): Promise<readonly Item[]> {
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
  store: Records,
  refusal: Refusal,
  limit: Parameters<TemplateSwitches['refuse']>[1],
  now: Instant,
): Promise<boolean> {
  const { template, at } = refusal;
  const refusals = await countRefusal(store, refusal);
  const liftedAt = fields.numberOrNull(await readRecord(store, switchKey(template)), LIFTED_AT);
  if (!isRefusedTooOften(refusals, limit, { at, liftedAt })) return false;
  return change(store, { template, at: now, change: 'paused', reason: 'content-refused', by: 'heed' });
}

/** The switch and its line in the audit, both or neither; false where it stands so already. */
async function change({ client, records }: Records, entry: SwitchChange): Promise<boolean> {
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
