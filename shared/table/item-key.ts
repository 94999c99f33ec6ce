import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { RecordKey } from './keys.ts';

/** A row of `records` in DynamoDB's own shape. */
export type Item = Record<string, AttributeValue>;

export function itemKey({ PK, SK }: RecordKey): Item {
  return { PK: { S: PK }, SK: { S: SK } };
}
