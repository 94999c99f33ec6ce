import { type AttributeValue, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Leased, PaceStore } from '../messages/pace.ts';
import { FARTHEST } from '../messages/pace.ts';
import { isConditionFailure, unavailable } from './failures.dynamodb.ts';
import { itemKey } from './item-key.ts';
import { PACE_KEY } from './keys.ts';

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
        return leasedIn((error as { Item?: Record<string, AttributeValue> }).Item ?? {});
      }
    },
  };
}

function leasedIn(item: Readonly<Record<string, AttributeValue>>): Leased {
  return new Map(
    Object.entries(item).flatMap(([name, value]) => {
      const lane = LANE.exec(name)?.[1];
      return lane === undefined ? [] : [[Number(lane), Number(value.N)] as const];
    }),
  );
}
