import type { Instant } from '../shared/kernel/instants.ts';
import { PLAN_DUE_AT, PLAN_KEY } from '../shared/table/keys.ts';
import type { DynamodbCall } from './engines/dynamodb-call.ts';
import type { TableWiring } from './template/wiring.ts';

export interface Due {
  readonly profileId: string;
  readonly at: Instant;
}

/** Who is due next: the sparse index `due` of the people table. */
export interface DueIndex {
  /**
   * The earliest of everybody, or where there are many the first few of each shard, earliest first. The next broadcast is among
   * them, with nobody's id.
   */
  earliest(): Promise<readonly Due[]>;
  /** The next people, earliest first, at most `limit`. */
  list(limit: number): Promise<Due[]>;
}

const INDEX = 'due';
const SHARDS = 64;
/** Up to so many timers one call shows all; above, each shard is asked for its first. */
const SMALL = 500;
/** Of a shard: rows that stay due must not hide those behind them. */
const FIRST_OF_SHARD = 8;

type Row = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

/** Reads the index of the table that has it; a template without one has no timers. */
export function dueIndex(call: DynamodbCall, tables: readonly TableWiring[]): DueIndex {
  const table = tables.find(({ definition }) => indexNames(definition).includes(INDEX))?.name;
  const read = async (input: Record<string, unknown>, operation: 'Scan' | 'Query') =>
    (await call(operation, { TableName: table, IndexName: INDEX, ...input })) as {
      Items: Row[];
      LastEvaluatedKey?: object;
    };
  const first = async (perShard: number): Promise<Due[]> => {
    if (!table) return [];
    const all = await read({ Limit: SMALL }, 'Scan');
    if (!all.LastEvaluatedKey) return all.Items.map(dueOf).sort((a, b) => a.at - b.at);
    const shards = await Promise.all(
      Array.from({ length: SHARDS }, (_, shard) =>
        read(
          {
            KeyConditionExpression: 'dueShard = :shard',
            ExpressionAttributeValues: { ':shard': { N: String(shard) } },
            Limit: perShard,
          },
          'Query',
        ),
      ),
    );
    return shards.flatMap(({ Items }) => Items.map(dueOf)).sort((a, b) => a.at - b.at);
  };
  /** The sweep starts broadcasts too; its plan says when the next one is. */
  const records = tables.find(({ definition }) => !indexNames(definition).includes(INDEX))?.name;
  const planned = async (): Promise<Due[]> => {
    if (!records) return [];
    const Key = { PK: { S: PLAN_KEY.PK }, SK: { S: PLAN_KEY.SK } };
    const { Item } = (await call('GetItem', { TableName: records, Key })) as { Item?: Row };
    const at = Item?.[PLAN_DUE_AT]?.N;
    return at === undefined ? [] : [{ profileId: '', at: Number(at) }];
  };
  return {
    earliest: async () => {
      const [people, broadcast] = await Promise.all([first(FIRST_OF_SHARD), planned()]);
      return [...people, ...broadcast].sort((a, b) => a.at - b.at);
    },
    list: async (limit) => (await first(limit)).slice(0, limit),
  };
}

function indexNames(definition: Readonly<Record<string, unknown>>): string[] {
  const indexes = (definition.GlobalSecondaryIndexes ?? []) as readonly { readonly IndexName: string }[];
  return indexes.map(({ IndexName }) => IndexName);
}

function dueOf(row: Row): Due {
  return { profileId: row.profileId?.S ?? '', at: Number(row.dueAt?.N ?? 0) };
}
