import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { byDay, type CampaignCounts, type DayCounts, type Days } from '../person/campaign-counts.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import type { Item } from './item-key.ts';
import { COUNT_SLOTS, countPartition } from './keys.ts';

const FIRST_DAY = '0000';
const LAST_DAY = '9999';

/** Counters of campaigns in `records`; read without strong consistency, which costs half and is enough for a report. */
export function dynamoCampaignCounts(client: DynamoDBClient, records: string): CampaignCounts {
  return {
    async read(campaign, days) {
      const slots = Array.from({ length: COUNT_SLOTS }, (_, slot) => countPartition(campaign, slot));
      const rows = await Promise.all(slots.map((slot) => rowsOf(client, records, slot, days)));
      return byDay(rows.flat().map(dayCountsOf));
    },
  };
}

async function rowsOf(client: DynamoDBClient, records: string, partition: string, days: Days): Promise<Item[]> {
  const rows: Item[] = [];
  let from: Item | undefined;
  do {
    const query = new QueryCommand({
      TableName: records,
      KeyConditionExpression: 'PK = :pk AND SK BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': { S: partition },
        ':from': { S: days.from ?? FIRST_DAY },
        ':to': { S: days.to ?? LAST_DAY },
      },
      ExclusiveStartKey: from,
    });
    const { Items = [], LastEvaluatedKey } = await orUnavailable(`counters ${partition}`, () => client.send(query));
    rows.push(...Items);
    from = LastEvaluatedKey;
  } while (from);
  return rows;
}

function dayCountsOf({ PK: _, SK, ...counters }: Item): DayCounts {
  const counts = Object.entries(counters).flatMap(([name, { N }]) => (N === undefined ? [] : [[name, Number(N)]]));
  return { day: SK?.S ?? '', counts: Object.fromEntries(counts) };
}
