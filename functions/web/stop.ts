import { derivedId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import { applyInputs } from '../../shared/person/apply.ts';
import type { Person } from '../../shared/person/person.ts';
import type { WebPorts } from './web-ports.ts';

export interface Withdrawal {
  /** Null: everything. */
  readonly topic: string | null;
  readonly method: 'one-click' | 'unsubscribe-page' | 'preference-page';
  /** What the withdrawal came from, such as the message of a link: its id derives from it. */
  readonly cause: readonly string[];
  readonly at: Instant;
}

/**
 * Takes permission back and resolves, with the person, once that is stored (P-05). With `topic: null` the address row is stopped first, for
 * everybody who holds the address (P-52): should the commit then fail, less is sent, never more.
 * Rejects with ConflictError or RetryableError; then nothing was answered and the same request may come again.
 */
export async function withdraw(ports: WebPorts, person: Person, withdrawals: readonly Withdrawal[]): Promise<Person> {
  for (const each of withdrawals) {
    if (each.topic === null && person.address) await ports.addressBook.stop(person.address.hmac, each.at);
  }
  const applied = await applyInputs(
    ports,
    person.profileId,
    withdrawals.map(({ topic, method, cause, at }) => ({
      kind: 'withdrawal',
      id: derivedId('withdrawal', person.profileId, topic ?? '', ...cause),
      topic,
      at,
      method,
    })),
  );
  if (applied.refused.some((problems) => problems !== null))
    throw new Error(`a withdrawal of ${person.profileId} was refused`);
  return applied.person;
}
