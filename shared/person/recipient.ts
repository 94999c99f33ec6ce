import type { Message } from '../messages/message.ts';
import type { Address } from '../profiles/address.ts';
import type { Person } from './person.ts';

/** Whom a message goes to: the person's address; only the mail that asks for a new one's confirmation goes there (P-32). */
export function recipientOf(person: Person, message: Pick<Message, 'requestId'>): Address | null {
  const { pendingAddress } = person;
  return pendingAddress !== null && pendingAddress.requestId === message.requestId ? pendingAddress : person.address;
}
