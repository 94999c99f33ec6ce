import { isStopped } from '../../shared/consent/address-state.ts';
import type { Consent } from '../../shared/consent/consent.ts';
import { consentState, hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/instants.ts';
import { type Applied, applyInputs } from '../../shared/person/apply.ts';
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

export interface Withdrawn {
  readonly person: Person;
  /** Topics that this ended, null for `tracking.email`: what an undo would give back. */
  readonly ended: readonly (string | null)[];
  readonly all: boolean;
}

/**
 * Takes permission back and resolves, with the person, once that is stored (P-05). With `topic: null` the address row is stopped first, for
 * everybody who holds the address (P-52): should the commit then fail, less is sent, never more.
 * Rejects with ConflictError or RetryableError; then nothing was answered and the same request may come again.
 */
export async function withdraw(
  ports: WebPorts,
  person: Person,
  withdrawals: readonly Withdrawal[],
): Promise<Withdrawn> {
  const all = withdrawals.find((each) => each.topic === null);
  const wasStopped = all ? await stopAddress(ports, person, all.at) : false;
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
  const ended = wasStopped || !withdrawals[0] ? [] : endedBy(applied, withdrawals[0].at);
  return { person: applied.person, ended, all: all !== undefined };
}

/** True where a stop-everything of the address stood already: what another holder said is not this POST's to take back. */
async function stopAddress(ports: WebPorts, { address }: Person, at: Instant): Promise<boolean> {
  if (!address) return false;
  const before = await ports.addressBook.read(address.hmac);
  await ports.addressBook.stop(address.hmac, at);
  return isStopped(before);
}

/** What was granted before and is not any more. */
function endedBy({ before, person }: Applied, now: Instant): readonly (string | null)[] {
  if (hasStoppedEverything(before.permission)) return [];
  const isGranted = (of: Person, { topic, purpose }: Consent) =>
    !hasStoppedEverything(of.permission) &&
    consentState(of.permission, topic, of.address?.hmac ?? null, now, purpose).state === 'granted';
  return before.permission.consents
    .filter((each) => isGranted(before, each) && !isGranted(person, each))
    .map((each) => each.topic);
}
