import { type DynamoDBClient, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { SignUpCounts } from '../consent/sign-up-counts.ts';
import { DAY, HOUR, type Instant, SECOND } from '../kernel/instants.ts';
import { isConditionFailure, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { itemKey } from './item-key.ts';
import { ALL_SIGN_UPS, SK, signUpHourKey, signUpSourceKey, TTL } from './keys.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('records', 'SIGNUPS / <iso hour>');

/** A set of request ids, so that a repetition takes no second place. */
const IDS = 'ids';
const COUNT = 'count';
const HAS_ROOM_AND_IS_NEW = 'attribute_not_exists(#ids) OR (size(#ids) < :max AND NOT contains(#ids, :id))';

function expiry(at: Instant): { readonly N: string } {
  return { N: String(Math.ceil(at / SECOND)) };
}

/** Counters of P-35 in `records`: a row a source and hour, gone an hour later; a row an hour for all, gone after nine days. */
export function dynamoSignUpCounts(client: DynamoDBClient, records: string): SignUpCounts {
  return {
    async take(source, hour, requestId, max) {
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: records,
            Key: itemKey(signUpSourceKey(source, hour)),
            UpdateExpression: 'ADD #ids :one SET #ttl = :ttl',
            ConditionExpression: HAS_ROOM_AND_IS_NEW,
            ExpressionAttributeNames: { '#ids': IDS, '#ttl': TTL },
            ExpressionAttributeValues: {
              ':one': { SS: [requestId] },
              ':id': { S: requestId },
              ':max': { N: String(max) },
              ':ttl': expiry(hour + 2 * HOUR),
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return 'taken';
      } catch (error) {
        if (!isConditionFailure(error)) throw unavailable('sign-ups of a source', error);
        const { Item } = error as { Item?: { [IDS]?: { SS?: string[] } } };
        return Item?.[IDS]?.SS?.includes(requestId) ? 'again' : 'full';
      }
    },
    async count(hour) {
      await orUnavailable('sign-ups of an hour', () =>
        client.send(
          new UpdateItemCommand({
            TableName: records,
            Key: itemKey(signUpHourKey(hour)),
            UpdateExpression: 'ADD #count :one SET #ttl = :ttl',
            ExpressionAttributeNames: { '#count': COUNT, '#ttl': TTL },
            ExpressionAttributeValues: { ':one': { N: '1' }, ':ttl': expiry(hour + 9 * DAY) },
          }),
        ),
      );
    },
    async since(from) {
      // Some 170 small rows: one page.
      const { Items = [] } = await orUnavailable('sign-ups of the last days', () =>
        client.send(
          new QueryCommand({
            TableName: records,
            KeyConditionExpression: 'PK = :pk AND SK >= :from',
            ExpressionAttributeValues: { ':pk': { S: ALL_SIGN_UPS }, ':from': { S: signUpHourKey(from).SK } },
          }),
        ),
      );
      return new Map(Items.map((row) => [Date.parse(fields.text(row, SK)), fields.number(row, COUNT)]));
    },
  };
}
