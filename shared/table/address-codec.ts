import type { AddressState, SuppressionReason } from '../consent/address-state.ts';
import type { Reservation } from '../consent/confirmation-caps.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Item } from './item-key.ts';

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

export function addressStateOf(row: Item): AddressState {
  const reason = row[REASON]?.S;
  const since = instantOf(row, SINCE) ?? 0;
  return {
    holders: holdersInOrder(holdersOf(row)),
    suppression:
      reason === undefined || since < (instantOf(row, LIFTED_AT) ?? 0)
        ? null
        : { reason: reason as SuppressionReason, since },
    stoppedAt: instantOf(row, STOPPED_AT),
    resumedAt: instantOf(row, RESUMED_AT),
    confirmations: reservationsOf(row, CONFIRMATIONS),
    marketing: reservationsOf(row, MARKETING),
    blockedUntil: instantOf(row, BLOCKED_UNTIL),
  };
}

export function packedReservations(reservations: readonly Reservation[]): string {
  return JSON.stringify(reservations.map(({ at, messageId }) => [at, messageId]));
}

function reservationsOf(row: Item, ring: string): readonly Reservation[] {
  const packed = JSON.parse(row[ring]?.S ?? '[]') as readonly [Instant, string][];
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
    Number(since.N),
  ]);
}

function instantOf(row: Item, attribute: string): Instant | null {
  const written = row[attribute]?.N;
  return written === undefined ? null : Number(written);
}
