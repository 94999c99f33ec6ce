import type { Instant } from '../kernel/instants.ts';
import type { Person } from './person.ts';

/**
 * When the person must be looked at again: the earliest of waits, held messages, messages nobody claimed, claims without an
 * outcome, requests that expire, and unconfirmed sign-ups to forget. Null while nothing waits, and then the row is not in the `due` index.
 */
export function dueAtOf(person: Person): Instant | null {
  const moments = [
    ...person.enrollments.flatMap((each) => (each.dueAt === null ? [] : [each.dueAt])),
    ...person.messages.map((each) => each.notBefore),
    ...person.permission.requests.map((each) => each.expiresAt),
    ...(person.pendingAddress === null ? [] : [person.pendingAddress.expiresAt]),
    ...(person.forgetAt === null ? [] : [person.forgetAt]),
  ];
  return moments.length === 0 ? null : Math.min(...moments);
}
