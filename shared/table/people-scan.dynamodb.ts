import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Person } from '../person/person.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import type { Item } from './item-key.ts';
import { readablePeople } from './person-codec.ts';

/** Everybody, a page at a time, in no order, as they were a moment ago: for work that may take minutes and misses nothing by it. */
export interface PeopleScan {
  pages(): AsyncIterable<readonly Person[]>;
}

/** `people` holds nothing but person rows. A million of them are 1 GB: 131,000 read units, two cents. */
export function dynamoPeopleScan(client: DynamoDBClient, people: string): PeopleScan {
  return {
    async *pages() {
      let from: Item | undefined;
      do {
        const page = await orUnavailable('the list of everybody', () =>
          client.send(new ScanCommand({ TableName: people, ExclusiveStartKey: from })),
        );
        yield readablePeople(page.Items ?? []);
        from = page.LastEvaluatedKey;
      } while (from);
    },
  };
}
