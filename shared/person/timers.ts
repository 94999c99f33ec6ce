import { expiryToTell } from '../consent/expiry.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Person } from './person.ts';

/**
 * When the person must be looked at again: the earliest of all that waits for a moment. Null while nothing waits, and then the row is
 * not in the `due` index. What is listed here is taken by `takeTimer` when its moment came: else the person would stay due for ever.
 */
export function dueAtOf(person: Person): Instant | null {
  const moments = [
    ...person.enrollments.flatMap((each) => (each.dueAt === null ? [] : [each.dueAt])),
    ...person.silences.map((each) => each.dueAt),
    ...person.comingDates.map((each) => each.dueAt),
    ...person.messages.map((each) => each.notBefore),
    ...person.permission.requests.map((each) => each.expiresAt),
    ...person.permission.consents.flatMap((each) => expiryToTell(each) ?? []),
    ...(person.erasure === null ? [] : [person.erasure.againAt]),
    ...(person.pendingAddress === null ? [] : [person.pendingAddress.expiresAt]),
    ...(person.forgetAt === null ? [] : [person.forgetAt]),
  ];
  return moments.length === 0 ? null : Math.max(Math.min(...moments), person.timersRestUntil ?? 0);
}
