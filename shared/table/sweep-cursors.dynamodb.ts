import { BatchGetItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { RetryableError } from '../kernel/errors.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import { itemKey } from './item-key.ts';
import { DUE_SHARDS, PK, sweepKey, sweptShard } from './keys.ts';
import { fieldsOf } from './row-fields.ts';
import type { ShardCursor, SweepCursors } from './sweep-cursors.ts';

const CURSOR = 'cursor';

const cursorSchema: z.ZodType<ShardCursor> = z.looseObject({
  through: z.union([z.number(), z.looseObject({ profileId: z.string(), dueAt: z.number() })]),
  wholeAt: z.number(),
  isCrowded: z.boolean(),
});
const fields = fieldsOf('records', 'SWEEP#<shard> / STATE');

/** Rows `SWEEP#<shard>` of `records`: one call for all, once a start of the function. */
export function dynamoSweepCursors(client: DynamoDBClient, records: string): SweepCursors {
  return {
    async load() {
      const Keys = Array.from({ length: DUE_SHARDS }, (_, shard) => itemKey(sweepKey(shard)));
      const { Responses, UnprocessedKeys } = await orUnavailable('cursors of the sweep', () =>
        client.send(new BatchGetItemCommand({ RequestItems: { [records]: { Keys } } })),
      );
      // Keeping half of them would ask half of a crowd again.
      if (UnprocessedKeys?.[records]) throw new RetryableError('cursors of the sweep: DynamoDB left some unread');
      return new Map(
        (Responses?.[records] ?? []).map((row) => [
          sweptShard(fields.text(row, PK)),
          fields.json(row, CURSOR, cursorSchema),
        ]),
      );
    },
    async save(shard, cursor) {
      const put = {
        TableName: records,
        Item: { ...itemKey(sweepKey(shard)), [CURSOR]: { S: JSON.stringify(cursor) } },
      };
      await orUnavailable(`cursor of shard ${shard}`, () => client.send(new PutItemCommand(put)));
    },
  };
}
