import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { HOUR, SECOND } from '../kernel/instants.ts';
import type { Refusal } from '../messages/template-switches.ts';
import { isConditionFailure, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { type RecordKey, refusalsKey, TTL } from './keys.ts';
import { UnreadableRowError } from './row-fields.ts';

const ROW = 'records REFUSALS#<template> / <iso hour>';
/** A set of `<ms>#<address hmac>`: what is told again is there already. */
const REFUSED = 'refused';
const REFUSAL = /^(?<at>\d+)#(?<address>.+)$/;
/** Far above every limit, far below what an item holds. */
const KEPT_AT_MOST = 500;

const HAS_ROOM = 'attribute_not_exists(#refused) OR size(#refused) < :most';

export interface Records {
  readonly client: DynamoDBClient;
  readonly records: string;
}

type Counted = Pick<Refusal, 'at' | 'address'>;

/** Counts a refusal of what a template says, once however often it is told. Gives those of its hour and of the one before. */
export async function countRefusal(store: Records, refusal: Refusal): Promise<readonly Counted[]> {
  const hour = await withRefusal(store, refusal);
  // The window may have begun in the hour before: its limit is an hour at most.
  const before = await readRecord(store, refusalsKey(refusal.template, refusal.at - HOUR));
  return [...refusalsIn(hour), ...refusalsIn(before)];
}

export async function readRecord({ client, records }: Records, key: RecordKey): Promise<Item | undefined> {
  const command = new GetItemCommand({ TableName: records, Key: itemKey(key), ConsistentRead: true });
  const { Item } = await orUnavailable(`switch ${key.SK}`, () => client.send(command));
  return Item;
}

function refusalsIn(row: Item | undefined): readonly Counted[] {
  return (row?.[REFUSED]?.SS ?? []).map((text) => {
    const { at, address } = REFUSAL.exec(text)?.groups ?? {};
    if (at === undefined || address === undefined) throw new UnreadableRowError(ROW, REFUSED, 'is no set of refusals');
    return { at: Number(at), address };
  });
}

/** Adds it to the row of its hour and gives that row; one that is full has more than enough. */
async function withRefusal(
  { client, records }: Records,
  { template, address, at }: Refusal,
): Promise<Item | undefined> {
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
    return Attributes;
  } catch (error) {
    if (isConditionFailure(error)) return (error as { Item?: Item }).Item;
    throw unavailable(`refusals of ${template}`, error);
  }
}
