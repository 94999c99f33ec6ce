import type { AddressBook } from '../../shared/consent/address-book.ts';
import { asksAddress, withAddressState } from '../../shared/person/address-facts.ts';
import type { Input } from '../../shared/person/input.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import { loadSurvivor } from '../../shared/person/survivor.ts';

/** The input with what the address row says, where deciding needs that. Rejects with RetryableError. */
export async function withAddressFacts(
  ports: { readonly addresses: AddressBook; readonly people: PersonStore },
  profileId: string,
  input: Input,
): Promise<Input> {
  if (!asksAddress(input)) return input;
  const hmac = input.address?.hmac ?? (await loadSurvivor(ports.people, profileId))?.address?.hmac;
  return hmac === undefined ? input : withAddressState(input, await ports.addresses.read(hmac));
}
