import type { AddressBook } from '../../shared/consent/address-book.ts';
import { isStopped } from '../../shared/consent/address-state.ts';
import type { Input } from '../../shared/person/input.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import { loadSurvivor } from '../../shared/person/survivor.ts';

/**
 * Deciding asks no store: what the address row says goes along with the input. Only a request for an opt-in needs it. Another
 * holder of the address may have stopped everything for it (P-52), and then a grant that stands on this profile brings no mail:
 * asking again must bring a confirmation, which is the way back (P-39). Rejects with RetryableError.
 */
export async function withAddressFacts(
  ports: { readonly addresses: AddressBook; readonly people: PersonStore },
  profileId: string,
  input: Input,
): Promise<Input> {
  if (input.kind !== 'event' || input.type !== 'subscription.requested') return input;
  const hmac = input.address?.hmac ?? (await loadSurvivor(ports.people, profileId))?.address?.hmac;
  if (hmac === undefined) return input;
  return isStopped(await ports.addresses.read(hmac)) ? { ...input, addressStopped: true } : input;
}
