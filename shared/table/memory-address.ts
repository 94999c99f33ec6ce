import type { AddressBook } from '../consent/address-book.ts';
import { type AddressState, unknownAddress } from '../consent/address-state.ts';
import { moveUnder, reserveUnder } from '../consent/confirmation-caps.ts';
import type { Instant } from '../kernel/instants.ts';
import { holdersInOrder } from './address-codec.ts';

interface Row extends Omit<AddressState, 'holders'> {
  readonly holders: ReadonlyMap<string, Instant>;
  readonly liftedAt: Instant | null;
}

const emptyRow: Row = { ...unknownAddress, holders: new Map(), liftedAt: null };

/** The twin of `dynamoAddressBook`. */
export function memoryAddressBook(): AddressBook {
  const rows = new Map<string, Row>();
  const rowOf = (hmac: string): Row => rows.get(hmac) ?? emptyRow;
  const change = (hmac: string, changes: Partial<Row>): void => {
    rows.set(hmac, { ...rowOf(hmac), ...changes });
  };
  const hold = (hmac: string, profileId: string, since: Instant): void => {
    const { holders } = rowOf(hmac);
    change(hmac, { holders: new Map(holders).set(profileId, Math.min(since, holders.get(profileId) ?? since)) });
  };
  return {
    async read(hmac) {
      const { liftedAt, ...row } = rowOf(hmac);
      const isLifted = row.suppression !== null && row.suppression.since < (liftedAt ?? 0);
      const suppression = isLifted ? null : row.suppression;
      return { ...row, suppression, holders: holdersInOrder([...row.holders]) };
    },
    async suppress(hmac, reason, since) {
      const { suppression: held, liftedAt } = rowOf(hmac);
      if (since < (liftedAt ?? 0)) return;
      const isStricter = !held || held.reason < reason || (held.reason === reason && since < held.since);
      const replaces = isStricter || held.since < (liftedAt ?? 0);
      if (replaces) change(hmac, { suppression: { reason, since } });
    },
    async lift(hmac, at) {
      change(hmac, { liftedAt: later(rowOf(hmac).liftedAt, at) });
    },
    async stop(hmac, at) {
      change(hmac, { stoppedAt: later(rowOf(hmac).stoppedAt, at) });
    },
    async resume(hmac, at) {
      change(hmac, { resumedAt: later(rowOf(hmac).resumedAt, at) });
    },
    async hold(hmac, profileId, since) {
      hold(hmac, profileId, since);
    },
    async leave(hmac, profileId) {
      const holders = new Map(rowOf(hmac).holders);
      holders.delete(profileId);
      change(hmac, { holders });
    },
    async holderOr(hmac, candidate, since) {
      if (rowOf(hmac).holders.size === 0) hold(hmac, candidate, since);
      return holdersInOrder([...rowOf(hmac).holders])[0] ?? candidate;
    },
    async block(hmac, until) {
      change(hmac, { blockedUntil: later(rowOf(hmac).blockedUntil, until) });
    },
    async reserveConfirmation(hmac, messageId, at, caps) {
      const answer = reserveUnder(caps, rowOf(hmac).confirmations, messageId, at);
      if (answer.ok) change(hmac, { confirmations: answer.reservations });
      return answer;
    },
    async reserveMarketing(hmac, messageId, at, caps) {
      const answer = moveUnder(caps, rowOf(hmac).marketing, messageId, at);
      if (answer.ok) change(hmac, { marketing: answer.reservations });
      return answer;
    },
    async returnMarketing(hmac, messageId) {
      change(hmac, { marketing: rowOf(hmac).marketing.filter((each) => each.messageId !== messageId) });
    },
  };
}

function later(held: Instant | null, at: Instant): Instant {
  return held === null ? at : Math.max(held, at);
}
