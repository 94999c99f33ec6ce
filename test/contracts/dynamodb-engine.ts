import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { startDynamodb } from '../../local/engines/dynoxide.ts';
import { DUE_AT, DUE_INDEX, DUE_SHARD, PK, PROFILE_ID, SK } from '../../shared/table/keys.ts';

/** DynamoDB with heed's two tables, for one test file. */
export interface TestDynamodb {
  readonly client: DynamoDBClient;
  readonly people: string;
  readonly records: string;
  /** A further client of the same tables. */
  readonly connect: (maxAttempts: number) => DynamoDBClient;
  /** Empties the table `records`. */
  readonly reset: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startTestDynamodb(): Promise<TestDynamodb> {
  const folder = mkdtempSync(join(tmpdir(), 'heed-dynamodb-'));
  const engine = await startDynamodb(folder, 'eu-central-1');
  const connect = (maxAttempts: number) =>
    new DynamoDBClient({
      endpoint: engine.origin,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts,
    });
  const client = connect(2);
  await client.send(new CreateTableCommand(peopleTable));
  await client.send(new CreateTableCommand(recordsTable));
  return {
    client,
    connect,
    people: 'people',
    records: 'records',
    async reset() {
      await client.send(new DeleteTableCommand({ TableName: 'records' }));
      await client.send(new CreateTableCommand(recordsTable));
    },
    async stop() {
      client.destroy();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const peopleTable: CreateTableCommandInput = {
  TableName: 'people',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: PROFILE_ID, AttributeType: 'S' },
    { AttributeName: DUE_SHARD, AttributeType: 'N' },
    { AttributeName: DUE_AT, AttributeType: 'N' },
  ],
  KeySchema: [{ AttributeName: PROFILE_ID, KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: DUE_INDEX,
      KeySchema: [
        { AttributeName: DUE_SHARD, KeyType: 'HASH' },
        { AttributeName: DUE_AT, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

const recordsTable: CreateTableCommandInput = {
  TableName: 'records',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: PK, AttributeType: 'S' },
    { AttributeName: SK, AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: PK, KeyType: 'HASH' },
    { AttributeName: SK, KeyType: 'RANGE' },
  ],
};
