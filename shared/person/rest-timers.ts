import { HOUR, type Instant } from '../kernel/instants.ts';
import { retryConflicts } from '../kernel/retry-conflicts.ts';
import type { PersonStore } from './person-store.ts';
import { dueAtOf } from './timers.ts';

/**
 * ms. How long the timers of a person rest when deciding about them threw. The sweep would find the same person each minute; once
 * an hour is enough to notice that a mended version is deployed.
 */
export const TIMERS_REST_FOR = HOUR;

/**
 * Puts off a person whose timers cannot be decided, and changes nothing else: what is due stays due, later. Nothing is written for
 * who is not due (any more). Rejects with ConflictError when others were first three times, and with RetryableError.
 */
export function restTimers(
  { people, clock }: { readonly people: PersonStore; readonly clock: () => Instant },
  profileId: string,
): Promise<void> {
  return retryConflicts(async () => {
    const person = await people.load(profileId);
    const now = clock();
    if (!person || (dueAtOf(person) ?? Number.POSITIVE_INFINITY) > now) return;
    const resting = { ...person, timersRestUntil: now + TIMERS_REST_FOR };
    await people.commit(person, { person: resting, effects: [], ledger: [], lowers: true });
  });
}
