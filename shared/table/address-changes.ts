import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { SuppressionReason } from '../consent/address-state.ts';
import type { Reservation } from '../consent/confirmation-caps.ts';
import type { Instant } from '../kernel/instants.ts';
import { HOLDERS, holderName, LIFTED_AT, packedReservations, REASON, SINCE } from './address-codec.ts';

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

/** One conditional update of an address row: it moves a field forward, or the row refuses it. */
export type Change = Omit<UpdateItemCommandInput, 'TableName' | 'Key'>;

/** `at` of `attribute`, where none or an earlier one stands. */
export function moveForward(attribute: string, at: Instant): Change {
  return {
    UpdateExpression: 'SET #at = :at',
    ConditionExpression: IS_LATER,
    ExpressionAttributeNames: { '#at': attribute },
    ExpressionAttributeValues: { ':at': { N: String(at) } },
  };
}

/** Where nobody holds the address. */
export function firstHolder(profileId: string, since: Instant): Change {
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

/** Beside others. */
export function furtherHolder(profileId: string, since: Instant): Change {
  return {
    UpdateExpression: 'SET #holders.#id = :since',
    ConditionExpression: HOLDS_LATER_OR_NOT,
    ExpressionAttributeNames: { '#holders': HOLDERS, '#id': holderName(profileId) },
    ExpressionAttributeValues: { ':since': { N: String(since) } },
  };
}

export function withoutHolder(profileId: string): Change {
  return {
    UpdateExpression: 'REMOVE #holders.#id',
    ConditionExpression: HOLDS,
    ExpressionAttributeNames: { '#holders': HOLDERS, '#id': holderName(profileId) },
  };
}

/** Says it with its moment, unless what stands is stricter, earlier or later lifted. */
export function suppression(reason: SuppressionReason, since: Instant): Change {
  return {
    UpdateExpression: 'SET #reason = :reason, #since = :since',
    ConditionExpression: REPLACES,
    ExpressionAttributeNames: { '#reason': REASON, '#since': SINCE, '#lifted': LIFTED_AT },
    ExpressionAttributeValues: { ':reason': { S: reason }, ':since': { N: String(since) } },
  };
}

/** The list of places as a whole, where it still stands as it was read. */
export function ringChange(name: string, before: readonly Reservation[], after: readonly Reservation[]): Change {
  const values: Record<string, { S: string }> = { ':ring': { S: packedReservations(after) } };
  values[before.length > 0 ? ':read' : ':none'] = { S: packedReservations(before) };
  return {
    UpdateExpression: 'SET #ring = :ring',
    ConditionExpression: before.length === 0 ? HAS_NO_RING : RING_IS_UNCHANGED,
    ExpressionAttributeNames: { '#ring': name },
    ExpressionAttributeValues: values,
  };
}
