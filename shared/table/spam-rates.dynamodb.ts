import { type DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DAY } from '../kernel/instants.ts';
import type { SpamRate, SpamRates } from '../messages/spam-rate.ts';
import { isConditionFailure, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { PK, SK, SPAM_RATES, spamRateKey, TTL } from './keys.ts';
import { ttl } from './proof-codec.ts';
import { fieldsOf } from './row-fields.ts';

const fields = fieldsOf('records', 'SPAMRATE / <domain>');

const IS_NO_OLDER_DAY = 'attribute_not_exists(#day) OR #day <= :day';
/** Long after it stopped to count. */
const FORGOTTEN_AFTER = 90 * DAY;

/** A row a sender domain in `records`. */
export function dynamoSpamRates(client: DynamoDBClient, records: string): SpamRates {
  return {
    async tell({ domain, day, percent, toldAt }) {
      const Item = {
        ...itemKey(spamRateKey(domain)),
        day: { S: day },
        percent: { N: String(percent) },
        toldAt: { N: String(toldAt) },
        [TTL]: ttl(toldAt + FORGOTTEN_AFTER),
      };
      try {
        await client.send(
          new PutItemCommand({
            TableName: records,
            Item,
            ConditionExpression: IS_NO_OLDER_DAY,
            ExpressionAttributeNames: { '#day': 'day' },
            ExpressionAttributeValues: { ':day': Item.day },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw unavailable(`the spam rate of ${domain}`, error);
      }
    },
    async all() {
      const { Items = [] } = await orUnavailable('spam rates', () =>
        client.send(
          new QueryCommand({
            TableName: records,
            KeyConditionExpression: '#pk = :pk',
            ExpressionAttributeNames: { '#pk': PK },
            ExpressionAttributeValues: { ':pk': { S: SPAM_RATES } },
          }),
        ),
      );
      return Items.map(rateIn);
    },
  };
}

function rateIn(item: Item): SpamRate {
  return {
    domain: fields.text(item, SK),
    day: fields.text(item, 'day'),
    percent: fields.number(item, 'percent'),
    toldAt: fields.number(item, 'toldAt'),
  };
}
