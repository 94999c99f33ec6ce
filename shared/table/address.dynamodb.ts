import {
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { AddressBook } from '../consent/address-book.ts';
import { type AddressState, unknownAddress } from '../consent/address-state.ts';
import { moveUnder, type Reservation, type Reserving, reserveUnder } from '../consent/confirmation-caps.ts';
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
  MARKETING,
  oldestHolder,
  packedReservations,
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
const RING_IS_UNCHANGED = '#ring = :read';
/** `[]` is what stays when the last place was given back. */
const HAS_NO_RING = 'attribute_not_exists(#ring) OR #ring = :none';
const HOLDS = 'attribute_exists(#holders.#id)';

type Change = Omit<UpdateItemCommandInput, 'TableName' | 'Key'>;

/** The address rows of `records`: every write is one conditional update that only ever moves a field forward. */
export function dynamoAddressBook(client: DynamoDBClient, records: string): AddressBook {
  const update = conditionalUpdate(client, records);
  const ring = (hmac: string, name: 'confirmations' | 'marketing'): Ring => ({
    hmac,
    standing: async () => (await read(client, records, hmac))[name],
    write: async (before, after) => (await update(hmac, ringChange(name, before, after))) === null,
  });
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
      reserve(ring(hmac, CONFIRMATIONS), (taken) => reserveUnder(caps, taken, messageId, at)),
    reserveMarketing: (hmac, messageId, at, caps) =>
      reserve(ring(hmac, MARKETING), (taken) => moveUnder(caps, taken, messageId, at)),
    async returnMarketing(hmac, messageId) {
      await reserve(ring(hmac, MARKETING), (taken) => {
        const kept = taken.filter((each) => each.messageId !== messageId);
        return { ok: true, reservations: kept.length === taken.length ? taken : kept };
      });
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

/** A list of places on one row, compared as a whole when it is written. */
interface Ring {
  readonly hmac: string;
  readonly standing: () => Promise<readonly Reservation[]>;
  /** False: somebody else wrote it meanwhile. */
  readonly write: (before: readonly Reservation[], after: readonly Reservation[]) => Promise<boolean>;
}

function ringChange(name: string, before: readonly Reservation[], after: readonly Reservation[]): Change {
  const values: Record<string, { S: string }> = { ':ring': { S: packedReservations(after) } };
  values[before.length > 0 ? ':read' : ':none'] = { S: packedReservations(before) };
  return {
    UpdateExpression: 'SET #ring = :ring',
    ConditionExpression: before.length === 0 ? HAS_NO_RING : RING_IS_UNCHANGED,
    ExpressionAttributeNames: { '#ring': name },
    ExpressionAttributeValues: values,
  };
}

/** Somebody else's mail took a place meanwhile: so often at most, then the order comes again. */
const TRIES = 5;

async function reserve(ring: Ring, taking: (taken: readonly Reservation[]) => Reserving): Promise<Reserving> {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const standing = await ring.standing();
    const answer = taking(standing);
    if (!answer.ok || answer.reservations === standing) return answer;
    if (await ring.write(standing, answer.reservations)) return answer;
  }
  throw new RetryableError(`address ${ring.hmac}: its places were taken by others`);
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
