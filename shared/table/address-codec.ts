import * as z from 'zod';
import type { AddressState, SuppressionReason } from '../consent/address-state.ts';
import type { Reservation } from '../consent/confirmation-caps.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Item } from './item-key.ts';
import { fieldsOf } from './row-fields.ts';

export const REASON = 'reason';
export const SINCE = 'since';
/** A suppression from before this moment was lifted by hand. */
export const LIFTED_AT = 'liftedAt';
export const STOPPED_AT = 'stoppedAt';
export const RESUMED_AT = 'resumedAt';
export const BLOCKED_UNTIL = 'blockedUntil';
/** JSON text `[[at, messageId], …]`: compared as a whole, so that of two who want the last place one gets it. */
export const CONFIRMATIONS = 'confirmations';
/** The same for marketing to an address that several profiles hold (P-101). */
export const MARKETING = 'marketing';
/** A map, `holderName` of a profile to the moment it holds the address since. */
export const HOLDERS = 'holders';

const HOLDER_PREFIX = 'p:';

/** Profile ids come from outside, and the SDK cannot read a map with the name `__proto__`: none stands there bare. */
export function holderName(profileId: string): string {
  return `${HOLDER_PREFIX}${profileId}`;
}

const ringSchema = z.array(z.tuple([z.number(), z.string()]));
const fields = fieldsOf('records', 'ADDRESS#<hmac> / STATE');

/** Throws UnreadableRowError. */
export function addressStateOf(row: Item): AddressState {
  return {
    holders: holdersInOrder(holdersOf(row)),
    suppression: suppressionOf(row),
    stoppedAt: fields.numberOrNull(row, STOPPED_AT),
    resumedAt: fields.numberOrNull(row, RESUMED_AT),
    confirmations: reservationsOf(row, CONFIRMATIONS),
    marketing: reservationsOf(row, MARKETING),
    blockedUntil: fields.numberOrNull(row, BLOCKED_UNTIL),
  };
}

function suppressionOf(row: Item): AddressState['suppression'] {
  // A word that newer code wrote stays as it is.
  const reason = fields.textOrNull(row, REASON) as SuppressionReason | null;
  const since = fields.numberOrNull(row, SINCE) ?? 0;
  return reason === null || since < (fields.numberOrNull(row, LIFTED_AT) ?? 0) ? null : { reason, since };
}

export function packedReservations(reservations: readonly Reservation[]): string {
  return JSON.stringify(reservations.map(({ at, messageId }) => [at, messageId]));
}

function reservationsOf(row: Item, ring: string): readonly Reservation[] {
  const packed = fields.jsonOrNull(row, ring, ringSchema) ?? [];
  return packed.map(([at, messageId]) => ({ messageId, at }));
}

export function holderSince(row: Item, profileId: string): Instant | undefined {
  return holdersOf(row).find(([id]) => id === profileId)?.[1];
}

export function oldestHolder(row: Item): string | undefined {
  return holdersInOrder(holdersOf(row))[0];
}

/** Oldest first; of two since one moment the lesser id, so that everybody sees the same one. */
export function holdersInOrder(holders: readonly (readonly [string, Instant])[]): readonly string[] {
  return holders.toSorted(([idA, a], [idB, b]) => a - b || (idA < idB ? -1 : 1)).map(([id]) => id);
}

function holdersOf(row: Item): [string, Instant][] {
  return Object.entries(row[HOLDERS]?.M ?? {}).map(([name, since]) => [
    name.slice(HOLDER_PREFIX.length),
    fields.number({ [HOLDERS]: since }, HOLDERS),
  ]);
}
