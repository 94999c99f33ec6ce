import type { AddressBook } from '../../shared/consent/address-book.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import type { SesSuppressionList } from '../../shared/outbound/suppression-list.ses.ts';
import type { PersonStore } from '../../shared/person/person-store.ts';
import { loadSurvivor } from '../../shared/person/survivor.ts';

export interface LiftPorts {
  readonly people: Pick<PersonStore, 'load'>;
  readonly addresses: Pick<AddressBook, 'read' | 'lift'>;
  readonly list: Pick<SesSuppressionList, 'remove'>;
}

export interface Lift {
  readonly profileId: string;
  /** HMAC of the address; the queue knows no other name of it (P-57). */
  readonly address: string;
  readonly at: Instant;
}

/**
 * The second half of a lift (P-84): SES's list first, then our address row. While our row still suppresses the address, its absence
 * at SES changes nothing; the other way round SES would accept mail and drop it. An address that nobody holds any more stays
 * as it is. May be repeated. Rejects with RetryableError when SES or a table does not answer.
 */
export async function liftSuppression(ports: LiftPorts, { profileId, address, at }: Lift): Promise<void> {
  const email = await emailOf(ports, profileId, address);
  if (email === null) return;
  await ports.list.remove(email);
  await ports.addresses.lift(address, at);
}

async function emailOf({ people, addresses }: LiftPorts, profileId: string, hmac: string): Promise<string | null> {
  const { holders } = await addresses.read(hmac);
  for (const id of new Set([profileId, ...holders])) {
    const person = await loadSurvivor(people, id);
    if (person?.address?.hmac === hmac) return person.address.email;
  }
  return null;
}
