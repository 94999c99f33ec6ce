import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { JsonObject } from '../kernel/json.ts';
import type { JobStore } from '../person/job-store.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import { itemKey } from './item-key.ts';
import { jobKey, TTL } from './keys.ts';
import { ttl } from './proof-codec.ts';

const PROGRESS = 'progress';

/** Job rows of `records`. */
export function dynamoJobStore(client: DynamoDBClient, records: string): JobStore {
  return {
    async load(jobId) {
      const { Item } = await orUnavailable(`job ${jobId}`, () =>
        client.send(new GetItemCommand({ TableName: records, Key: itemKey(jobKey(jobId)), ConsistentRead: true })),
      );
      const progress = Item?.[PROGRESS]?.S;
      return progress === undefined ? null : (JSON.parse(progress) as JsonObject);
    },
    async save(jobId, progress, forgetAt) {
      const Item = {
        ...itemKey(jobKey(jobId)),
        [PROGRESS]: { S: JSON.stringify(progress) },
        [TTL]: ttl(forgetAt),
      };
      await orUnavailable(`job ${jobId}`, () => client.send(new PutItemCommand({ TableName: records, Item })));
    },
  };
}
