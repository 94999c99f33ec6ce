import type { JsonObject } from '../../shared/kernel/json.ts';
import type { DynamodbCall } from '../engines/dynamodb-call.ts';

/** Names of the tables' partition keys, learnt from the engine when a role asks for `dynamodb:LeadingKeys`. */
interface PartitionKeys {
  of(table: string): string | undefined;
  /** Looks up every table that a request names and that is not known yet. */
  learn(input: JsonObject): Promise<void>;
}

interface Description {
  readonly Table?: { readonly KeySchema?: readonly { readonly AttributeName: string; readonly KeyType: string }[] };
}

/** Asks the engine that `call` reaches. */
export function createPartitionKeys(call: DynamodbCall): PartitionKeys {
  const known = new Map<string, string>();
  const learnOne = async (table: string): Promise<void> => {
    const { Table } = (await call('DescribeTable', { TableName: table })) as Description;
    const key = Table?.KeySchema?.find(({ KeyType }) => KeyType === 'HASH');
    if (key) known.set(table, key.AttributeName);
  };
  return {
    of: (table) => known.get(table),
    learn: async (input) => {
      const unknown = tablesNamed(input).filter((table) => !known.has(table));
      await Promise.all(unknown.map(learnOne));
    },
  };
}

/** The tables that a request of DynamoDB names, each once. */
export function tablesNamed(input: JsonObject): string[] {
  const named = [...JSON.stringify(input).matchAll(/"TableName":"([^"]+)"/g)].map((match) => match[1] ?? '');
  const tables = [...named, ...Object.keys((input.RequestItems ?? {}) as JsonObject)];
  return [...new Set(tables.map((name) => name.split('/').at(-1) ?? name))];
}
