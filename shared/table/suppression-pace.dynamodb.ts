import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { BETWEEN_CALLS, type SuppressionPace } from '../consent/suppression-pace.ts';
import { RetryableError } from '../kernel/errors.ts';
import { type Instant, MINUTE } from '../kernel/instants.ts';
import { isConditionFailure, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { SUPPRESSION_PACE_KEY } from './keys.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('records', 'PACE / SUPPRESSIONS');

const TRIES = 20;
/** A moment so far ahead was written by a clock that is wrong, or was moved. */
const FARTHEST = 15 * MINUTE;
const IS_AS_SEEN = '#next = :seen';
const IS_NEW = 'attribute_not_exists(#next)';

/** The row `PACE` / `SUPPRESSIONS` of `records`: `next` is the first moment that nobody has taken, ms. */
export function dynamoSuppressionPace(client: DynamoDBClient, records: string): SuppressionPace {
  /** Null where it was taken; else what stands there. */
  async function tryTake(slot: Instant, seen: number | null): Promise<number | null> {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: records,
          Key: itemKey(SUPPRESSION_PACE_KEY),
          UpdateExpression: 'SET #next = :then',
          ConditionExpression: seen === null ? IS_NEW : IS_AS_SEEN,
          ExpressionAttributeNames: { '#next': 'next' },
          ExpressionAttributeValues: {
            ':then': { N: String(slot + BETWEEN_CALLS) },
            ...(seen === null ? {} : { ':seen': { N: String(seen) } }),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return null;
    } catch (error) {
      if (!isConditionFailure(error)) throw unavailable('the pace of the suppression list', error);
      return fields.numberOrNull((error as { Item?: Item }).Item, 'next') ?? 0;
    }
  }
  return {
    async take(now) {
      let seen: number | null = null;
      for (let tried = 0; tried < TRIES; tried += 1) {
        const slot: Instant = seen === null || seen > now + FARTHEST ? now : Math.max(now, seen);
        const stands = await tryTake(slot, seen);
        if (stands === null) return slot;
        seen = stands;
      }
      throw new RetryableError('the suppression list is called by too many at once');
    },
  };
}
