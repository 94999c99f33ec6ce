import type { Instant } from '../../shared/kernel/instants.ts';
import type { TableWiring } from '../template/wiring.ts';
import { type DynamodbCall, DynamodbError } from './dynamodb-call.ts';

/** Creates the tables of the template that are not there yet. */
export async function createTables(call: DynamodbCall, tables: readonly TableWiring[]): Promise<void> {
  for (const { definition } of tables) {
    await call('CreateTable', definition).catch((error: unknown) => {
      if (!(error instanceof DynamodbError && error.name === 'ResourceInUseException')) throw error;
    });
  }
}

/** Whether no table holds a row. */
export async function isEmptyStore(call: DynamodbCall, tables: readonly TableWiring[]): Promise<boolean> {
  for (const { name } of tables) {
    const { Count } = await call('Scan', { TableName: name, Limit: 1 });
    if (Count !== 0) return false;
  }
  return true;
}

type Item = Readonly<Record<string, unknown>>;

/** Deletes what has outlived its TTL by the run's clock: DynamoDB does it within days, the engine never. */
export async function deleteExpired(call: DynamodbCall, tables: readonly TableWiring[], now: Instant): Promise<void> {
  for (const { name, definition, timeToLive } of tables) {
    if (timeToLive === null) continue;
    const keys = (definition.KeySchema as readonly { readonly AttributeName: string }[]).map(
      ({ AttributeName }) => AttributeName,
    );
    let from: unknown;
    do {
      const page = await call('Scan', {
        TableName: name,
        FilterExpression: '#ttl < :now',
        ExpressionAttributeNames: { '#ttl': timeToLive },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      });
      for (const item of page.Items as readonly Item[]) {
        await call('DeleteItem', { TableName: name, Key: Object.fromEntries(keys.map((key) => [key, item[key]])) });
      }
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
  }
}
