import {
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { AddressBook } from '../consent/address-book.ts';
import { type AddressState, unknownAddress } from '../consent/address-state.ts';
import type { Instant } from '../kernel/instants.ts';
import {
  addressStateOf,
  HOLDERS,
  holderName,
  holderSince,
  oldestHolder,
  REASON,
  RESUMED_AT,
  SINCE,
  STOPPED_AT,
} from './address-codec.ts';
import { isConditionFailure, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { addressKey } from './keys.ts';

const IS_LATER = 'attribute_not_exists(#at) OR #at < :at';
// A hard bounce stops every class of mail, a complaint marketing only: the stricter word stays, and of one word the first.
// `complaint` < `hard-bounce` as texts, which is how DynamoDB compares them.
const IS_STRICTER_OR_EARLIER =
  'attribute_not_exists(#reason) OR #reason < :reason OR (#reason = :reason AND #since > :since)';
const HAS_NO_HOLDERS = 'attribute_not_exists(#holders) OR size(#holders) = :none';
const HOLDS_LATER_OR_NOT =
  'attribute_exists(#holders) AND (attribute_not_exists(#holders.#id) OR #holders.#id > :since)';
const HOLDS = 'attribute_exists(#holders.#id)';

type Change = Omit<UpdateItemCommandInput, 'TableName' | 'Key'>;

/** The address rows of `records`: every write is one conditional update that only ever moves a field forward. */
export function dynamoAddressBook(client: DynamoDBClient, records: string): AddressBook {
  const update = conditionalUpdate(client, records);
  return {
    read: (hmac) => read(client, records, hmac),
    async suppress(hmac, reason, since) {
      await update(hmac, {
        UpdateExpression: 'SET #reason = :reason, #since = :since',
        ConditionExpression: IS_STRICTER_OR_EARLIER,
        ExpressionAttributeNames: { '#reason': REASON, '#since': SINCE },
        ExpressionAttributeValues: { ':reason': { S: reason }, ':since': { N: String(since) } },
      });
    },
    async stop(hmac, at) {
      await update(hmac, moveForward(STOPPED_AT, at));
    },
    async resume(hmac, at) {
      await update(hmac, moveForward(RESUMED_AT, at));
    },
    async hold(hmac, profileId, since) {
      // Most addresses have one holder, who is told first: one write. The row that refuses says whether anything is left to do.
      const standing = await update(hmac, firstHolder(profileId, since));
      if (standing === null || (holderSince(standing, profileId) ?? Number.POSITIVE_INFINITY) <= since) return;
      await update(hmac, furtherHolder(profileId, since));
    },
    async leave(hmac, profileId) {
      await update(hmac, {
        UpdateExpression: 'REMOVE #holders.#id',
        ConditionExpression: HOLDS,
        ExpressionAttributeNames: { '#holders': HOLDERS, '#id': holderName(profileId) },
      });
    },
    async holderOr(hmac, candidate, since) {
      const standing = await update(hmac, firstHolder(candidate, since));
      return standing === null ? candidate : (oldestHolder(standing) ?? candidate);
    },
  };
}

async function read(client: DynamoDBClient, records: string, hmac: string): Promise<AddressState> {
  const { Item } = await orUnavailable(`address ${hmac}`, () =>
    client.send(new GetItemCommand({ TableName: records, Key: itemKey(addressKey(hmac)), ConsistentRead: true })),
  );
  return Item ? addressStateOf(Item) : unknownAddress;
}

/** Gives null when the update was made, else the row that refused it: then what it says is in force already. */
function conditionalUpdate(
  client: DynamoDBClient,
  records: string,
): (hmac: string, change: Change) => Promise<Item | null> {
  return async (hmac, change) => {
    try {
      const command = {
        TableName: records,
        Key: itemKey(addressKey(hmac)),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...change,
      } as const;
      await client.send(new UpdateItemCommand(command));
      return null;
    } catch (error) {
      if (isConditionFailure(error)) return (error as { Item?: Item }).Item ?? {};
      throw unavailable(`address ${hmac}`, error);
    }
  };
}

function moveForward(attribute: string, at: Instant): Change {
  return {
    UpdateExpression: 'SET #at = :at',
    ConditionExpression: IS_LATER,
    ExpressionAttributeNames: { '#at': attribute },
    ExpressionAttributeValues: { ':at': { N: String(at) } },
  };
}

function firstHolder(profileId: string, since: Instant): Change {
  return {
    UpdateExpression: 'SET #holders = :first',
    ConditionExpression: HAS_NO_HOLDERS,
    ExpressionAttributeNames: { '#holders': HOLDERS },
    ExpressionAttributeValues: {
      ':first': { M: { [holderName(profileId)]: { N: String(since) } } },
      ':none': { N: '0' },
    },
  };
}

function furtherHolder(profileId: string, since: Instant): Change {
  return {
    UpdateExpression: 'SET #holders.#id = :since',
    ConditionExpression: HOLDS_LATER_OR_NOT,
    ExpressionAttributeNames: { '#holders': HOLDERS, '#id': holderName(profileId) },
    ExpressionAttributeValues: { ':since': { N: String(since) } },
  };
}
