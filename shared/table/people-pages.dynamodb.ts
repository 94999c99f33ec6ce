import { type DynamoDBClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { PeoplePage, PeoplePages } from '../person/people-pages.ts';
import { orUnavailable } from './failures.dynamodb.ts';
import type { Item } from './item-key.ts';
import { PROFILE_ID } from './keys.ts';
import { readablePeople } from './person-codec.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('people', 'profileId');

/** Scans of `people`, which holds nothing else. A place is the profile id that a page ended at; the row may be gone by now. */
export function dynamoPeoplePages(client: DynamoDBClient, people: string): PeoplePages {
  const page = async <Row>(
    scan: Omit<ScanCommandInput, 'TableName'>,
    from: string | null,
    rowsOf: (items: readonly Item[]) => readonly Row[],
  ): Promise<PeoplePage<Row>> => {
    const start = from === null ? {} : { ExclusiveStartKey: { [PROFILE_ID]: { S: from } } };
    const { Items = [], LastEvaluatedKey } = await orUnavailable('the list of everybody', () =>
      client.send(new ScanCommand({ TableName: people, ...scan, ...start })),
    );
    return { rows: rowsOf(Items), next: fields.textOrNull(LastEvaluatedKey, PROFILE_ID) };
  };
  return {
    ids: ({ index, of }, limit, from) =>
      page(
        {
          Segment: index,
          TotalSegments: of,
          Limit: limit,
          ProjectionExpression: '#id',
          ExpressionAttributeNames: { '#id': PROFILE_ID },
        },
        from,
        (items) => items.map((item) => fields.text(item, PROFILE_ID)),
      ),
    people: (limit, from) => page({ Limit: limit }, from, readablePeople),
  };
}
