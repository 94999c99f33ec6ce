import type { Instant } from '../shared/kernel/instants.ts';
import type { DynamodbCall } from './engines/dynamodb-call.ts';
import type { TableWiring } from './template/wiring.ts';

export interface Due {
  readonly profileId: string;
  readonly at: Instant;
}

/** Who is due next: the sparse index `due` of the people table. */
export interface DueIndex {
  /** The first moment, null when no timer runs. */
  next(): Promise<Instant | null>;
  /** The next people, earliest first, at most `limit`. */
  list(limit: number): Promise<Due[]>;
}

const INDEX = 'due';
const SHARDS = 64;
/** Up to so many timers one call shows all; above, each shard is asked for its first. */
const SMALL = 500;

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
  return {
    next: async () => (await first(1))[0]?.at ?? null,
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
