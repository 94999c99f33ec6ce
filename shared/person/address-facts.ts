import { type AddressState, isStopped } from '../consent/address-state.ts';
import type { CustomerEvent, Input } from './input.ts';

/**
 * True for the one input whose decision depends on the address row: a request for an opt-in. Another holder of the address may
 * have stopped everything for it (P-52), and then a grant that stands on this profile brings no mail: asking again must bring a
 * confirmation, which is the way back (P-39).
 */
export function asksAddress(input: Input): input is CustomerEvent {
  return input.kind === 'event' && input.type === 'subscription.requested';
}

/** Deciding asks no store: what the address row says goes along with the input. */
export function withAddressState(input: CustomerEvent, state: AddressState): CustomerEvent {
  return isStopped(state) ? { ...input, addressStopped: true } : input;
}
