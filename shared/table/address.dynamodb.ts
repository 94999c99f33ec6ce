import {
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { AddressBook } from '../consent/address-book.ts';
import { type AddressState, unknownAddress } from '../consent/address-state.ts';
import { type Cap, type Reserving, reserveUnder } from '../consent/confirmation-caps.ts';
import { RetryableError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instants.ts';
import {
  addressStateOf,
  BLOCKED_UNTIL,
  CONFIRMATIONS,
  HOLDERS,
  holderName,
  holderSince,
  LIFTED_AT,
  oldestHolder,
  packedConfirmations,
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
// A human lifted what was said before (P-84): that is not said again, and gives way to what came later.
const IS_NOT_LIFTED = 'attribute_not_exists(#lifted) OR #lifted <= :since';
const REPLACES = `(${IS_NOT_LIFTED}) AND (${IS_STRICTER_OR_EARLIER} OR #since < #lifted)`;
const HAS_NO_HOLDERS = 'attribute_not_exists(#holders) OR size(#holders) = :none';
const HOLDS_LATER_OR_NOT =
  'attribute_exists(#holders) AND (attribute_not_exists(#holders.#id) OR #holders.#id > :since)';
const CONFIRMATIONS_ARE_UNCHANGED = '#ring = :read';
const HAS_NO_CONFIRMATIONS = 'attribute_not_exists(#ring)';
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
        ConditionExpression: REPLACES,
        ExpressionAttributeNames: { '#reason': REASON, '#since': SINCE, '#lifted': LIFTED_AT },
        ExpressionAttributeValues: { ':reason': { S: reason }, ':since': { N: String(since) } },
      });
    },
    async lift(hmac, at) {
      await update(hmac, moveForward(LIFTED_AT, at));
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
    async block(hmac, until) {
      await update(hmac, moveForward(BLOCKED_UNTIL, until));
    },
    reserveConfirmation: (hmac, messageId, at, caps) =>
      reserve(() => read(client, records, hmac), update, hmac, { messageId, at, caps }),
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

/** Somebody else's mail took a place meanwhile: so often at most, then the order comes again. */
const TRIES = 5;

async function reserve(
  standing: () => Promise<AddressState>,
  update: (hmac: string, change: Change) => Promise<Item | null>,
  hmac: string,
  wanted: { readonly messageId: string; readonly at: Instant; readonly caps: readonly Cap[] },
): Promise<Reserving> {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const { confirmations } = await standing();
    const answer = reserveUnder(wanted.caps, confirmations, wanted.messageId, wanted.at);
    if (!answer.ok || answer.reservations === confirmations) return answer;
    const values: Record<string, { S: string }> = { ':ring': { S: packedConfirmations(answer.reservations) } };
    if (confirmations.length > 0) values[':read'] = { S: packedConfirmations(confirmations) };
    const refused = await update(hmac, {
      UpdateExpression: 'SET #ring = :ring',
      ConditionExpression: confirmations.length === 0 ? HAS_NO_CONFIRMATIONS : CONFIRMATIONS_ARE_UNCHANGED,
      ExpressionAttributeNames: { '#ring': CONFIRMATIONS },
      ExpressionAttributeValues: values,
    });
    if (refused === null) return answer;
  }
  throw new RetryableError(`address ${hmac}: its confirmation mails were reserved by others`);
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
