import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { PK, type RecordKey, SK } from './keys.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('records', 'PK / SK');

/** A row of `records` in DynamoDB's own shape. */
export type Item = Record<string, AttributeValue>;

export function itemKey({ PK, SK }: RecordKey): Item {
  return { PK: { S: PK }, SK: { S: SK } };
}

/** The key of a row that was read. */
export function keyOf(row: Item): Item {
  return itemKey({ PK: fields.text(row, PK), SK: fields.text(row, SK) });
}
