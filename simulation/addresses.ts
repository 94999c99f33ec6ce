import { type AddressState, unknownAddress } from '../shared/consent/address-state.ts';
import type { Instant } from '../shared/kernel/instants.ts';

/** The address rows of a simulated world: what holds for an address, whoever has it. */
export interface Addresses {
  read(hmac: string): AddressState;
  hold(hmac: string, profileId: string): void;
  leave(hmac: string, profileId: string): void;
  /** Somebody stopped everything for the address (P-52). */
  stop(hmac: string, at: Instant): void;
  /** The places that mails took under its caps (P-34, P-101). */
  reserve(hmac: string, places: Partial<Pick<AddressState, 'confirmations' | 'marketing'>>): void;
}

export function addresses(): Addresses {
  const rows = new Map<string, AddressState>();
  const read = (hmac: string): AddressState => rows.get(hmac) ?? unknownAddress;
  const change = (hmac: string, changes: Partial<AddressState>): void => {
    rows.set(hmac, { ...read(hmac), ...changes });
  };
  return {
    read,
    reserve: change,
    hold(hmac, profileId) {
      const { holders } = read(hmac);
      if (!holders.includes(profileId)) change(hmac, { holders: [...holders, profileId] });
    },
    leave(hmac, profileId) {
      change(hmac, { holders: read(hmac).holders.filter((each) => each !== profileId) });
    },
    stop(hmac, at) {
      change(hmac, { stoppedAt: Math.max(at, read(hmac).stoppedAt ?? at) });
    },
  };
}
