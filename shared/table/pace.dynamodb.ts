import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Leased, PaceStore } from '../messages/pace.ts';
import { FARTHEST } from '../messages/pace.ts';
import { isConditionFailure, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { PACE_KEY } from './keys.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('records', 'PACE / STATE');

/** Attributes `L0`, `L1` …: until when the lane is leased, ms with a fraction. */
const LANE = /^L(\d+)$/;
/** Also one that ends absurdly late: another clock wrote it. */
const IS_FREE = 'attribute_not_exists(#lane) OR #lane <= :from OR #lane > :farthest';

/** The row `PACE` of `records`. One write a lease, whether it is won or not: a lost one tells all lanes, so nobody reads. */
export function dynamoPaceStore(client: DynamoDBClient, records: string): PaceStore {
  return {
    async lease({ lane, from, until }) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: records,
            Key: itemKey(PACE_KEY),
            UpdateExpression: 'SET #lane = :until',
            ConditionExpression: IS_FREE,
            ExpressionAttributeNames: { '#lane': `L${lane}` },
            ExpressionAttributeValues: {
              ':until': { N: String(until) },
              ':from': { N: String(from) },
              ':farthest': { N: String(from + FARTHEST) },
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return null;
      } catch (error) {
        if (!isConditionFailure(error)) throw unavailable('the pace of sending', error);
        return leasedIn((error as { Item?: Item }).Item ?? {});
      }
    },
  };
}

function leasedIn(item: Item): Leased {
  return new Map(
    Object.keys(item).flatMap((name) => {
      const lane = LANE.exec(name)?.[1];
      return lane === undefined ? [] : [[Number(lane), fields.number(item, name)] as const];
    }),
  );
}
