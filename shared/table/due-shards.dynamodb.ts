import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../kernel/instants.ts';
import type { Due, DueShards } from './due-shards.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import type { Item } from './item-key.ts';
import { DUE_AT, DUE_INDEX, DUE_SHARD, PROFILE_ID } from './keys.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('people', 'profileId (index due)');

/** The sparse index of `people`: only rows with a running timer are in it. */
export function dynamoDueShards(client: DynamoDBClient, people: string): DueShards {
  return {
    async dueIn(shard, now, limit, from) {
      const { Items = [], LastEvaluatedKey } = await orUnavailable(`due shard ${shard}`, () =>
        client.send(
          new QueryCommand({
            TableName: people,
            IndexName: DUE_INDEX,
            KeyConditionExpression: '#shard = :shard AND #at BETWEEN :from AND :now',
            ExpressionAttributeNames: { '#shard': DUE_SHARD, '#at': DUE_AT },
            ExpressionAttributeValues: {
              ':shard': { N: String(shard) },
              ':from': { N: String(momentOf(from)) },
              ':now': { N: String(Math.max(now, momentOf(from))) },
            },
            ExclusiveStartKey: typeof from === 'number' ? undefined : startKey(shard, from),
            Limit: limit,
          }),
        ),
      );
      const due = Items.map(dueOf).filter((each) => each.dueAt <= now);
      return { due, next: LastEvaluatedKey ? dueOf(LastEvaluatedKey) : null };
    },
  };
}

function momentOf(from: Due | Instant): Instant {
  return typeof from === 'number' ? from : from.dueAt;
}

function startKey(shard: number, from: Due): Item {
  return {
    [PROFILE_ID]: { S: from.profileId },
    [DUE_SHARD]: { N: String(shard) },
    [DUE_AT]: { N: String(from.dueAt) },
  };
}

function dueOf(item: Item): Due {
  return { profileId: fields.text(item, PROFILE_ID), dueAt: fields.number(item, DUE_AT) };
}
