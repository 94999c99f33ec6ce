import type { Json, JsonObject } from '../../shared/kernel/json.ts';
import { ACCOUNT, type Need, type NeedsLookup, type RequestContext, text } from './need.ts';

const TRANSACT_ACTIONS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** DynamoDB checks a transaction item by item under the plain actions' names, a batch under its own name table by table. */
export function dynamodbNeeds(action: string, input: JsonObject, lookup: NeedsLookup): Need[] {
  if (action === 'TransactWriteItems' || action === 'TransactGetItems')
    return list(input.TransactItems).flatMap((item) =>
      Object.entries(item).map(([kind, part]) => need(TRANSACT_ACTIONS[kind] ?? kind, part as JsonObject, lookup)),
    );
  if (action === 'BatchGetItem' || action === 'BatchWriteItem')
    return Object.entries((input.RequestItems ?? {}) as JsonObject).map(([table, requests]) =>
      batchNeed(action, table, requests, lookup),
    );
  if (text(input.StreamArn))
    return [{ action: `dynamodb:${action}`, resources: [text(input.StreamArn)!], context: {} }];
  return [need(action, input, lookup)];
}

function need(action: string, part: JsonObject, lookup: NeedsLookup): Need {
  const table = text(part.TableName);
  if (!table) return { action: `dynamodb:${action}`, resources: ['*'], context: {} };
  const index = text(part.IndexName);
  const arn = tableArn(table, lookup.region);
  return {
    action: `dynamodb:${action}`,
    resources: [index ? `${arn}/index/${index}` : arn],
    context: leadingKeys(table, [leadingValue(table, part, lookup)], lookup),
  };
}

function batchNeed(action: string, table: string, requests: Json, lookup: NeedsLookup): Need {
  const items = Array.isArray(requests)
    ? (requests as JsonObject[]).flatMap((request) => Object.values(request) as JsonObject[])
    : list((requests as JsonObject).Keys).map((key) => ({ Key: key }) as JsonObject);
  return {
    action: `dynamodb:${action}`,
    resources: [tableArn(table, lookup.region)],
    context: leadingKeys(
      table,
      items.map((item) => leadingValue(table, item, lookup)),
      lookup,
    ),
  };
}

function leadingKeys(table: string, values: readonly (string | undefined)[], lookup: NeedsLookup): RequestContext {
  const known = values.filter((value) => value !== undefined);
  return lookup.partitionKey(tableName(table)) && known.length > 0 ? { 'dynamodb:LeadingKeys': known } : {};
}

/** The partition key's value in a key, an item or a query's condition `#pk = :pk`. */
function leadingValue(table: string, part: JsonObject, lookup: NeedsLookup): string | undefined {
  const name = lookup.partitionKey(tableName(table));
  if (!name) return undefined;
  const attributes = (part.Key ?? part.Item) as JsonObject | undefined;
  if (attributes) return scalar(attributes[name]);
  const names = (part.ExpressionAttributeNames ?? {}) as JsonObject;
  const values = (part.ExpressionAttributeValues ?? {}) as JsonObject;
  for (const [, left = '', right = ''] of (text(part.KeyConditionExpression) ?? '').matchAll(/([#\w]+)\s*=\s*(:\w+)/g))
    if (left === name || names[left] === name) return scalar(values[right]);
  return undefined;
}

function scalar(value: Json | undefined): string | undefined {
  const typed = (value ?? {}) as JsonObject;
  return text(typed.S) ?? text(typed.N) ?? text(typed.B);
}

function tableArn(table: string, region: string): string {
  return table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${ACCOUNT}:table/${table}`;
}

function tableName(table: string): string {
  return table.split('/').at(-1) ?? table;
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
