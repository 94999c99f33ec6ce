import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { JobStore } from '../person/job-store.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import { itemKey } from './item-key.ts';
import { jobKey, TTL } from './keys.ts';
import { ttl } from './proof-codec.ts';
import { anyJsonObject, fieldsOf } from './row-fields.ts';

const PROGRESS = 'progress';
const fields = fieldsOf('records', 'JOB#<id> / STATE');

/** Job rows of `records`. What progress is belongs to the job, which parses it; here it is an object. */
export function dynamoJobStore(client: DynamoDBClient, records: string): JobStore {
  return {
    async load(jobId) {
      const { Item } = await orUnavailable(`job ${jobId}`, () =>
        client.send(new GetItemCommand({ TableName: records, Key: itemKey(jobKey(jobId)), ConsistentRead: true })),
      );
      return fields.jsonOrNull(Item, PROGRESS, anyJsonObject);
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
