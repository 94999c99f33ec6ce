import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AddressBook } from '../consent/address-book.ts';
import { type AddressState, unknownAddress } from '../consent/address-state.ts';
import { moveUnder, type Reservation, type Reserving, reserveUnder } from '../consent/confirmation-caps.ts';
import { RetryableError } from '../kernel/errors.ts';
import {
  type Change,
  firstHolder,
  furtherHolder,
  moveForward,
  ringChange,
  suppression,
  withoutHolder,
} from './address-changes.ts';
import {
  addressStateOf,
  BLOCKED_UNTIL,
  CONFIRMATIONS,
  holderSince,
  LIFTED_AT,
  MARKETING,
  oldestHolder,
  RESUMED_AT,
  STOPPED_AT,
} from './address-codec.ts';
import { isConditionFailure, orUnavailable, unavailable } from './failures.dynamodb.ts';
import { type Item, itemKey } from './item-key.ts';
import { addressKey } from './keys.ts';

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
      await update(hmac, suppression(reason, since));
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
      await update(hmac, withoutHolder(profileId));
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
