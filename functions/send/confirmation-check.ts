import type { AddressBook } from '../../shared/consent/address-book.ts';
import {
  CHECKED_FORM,
  COMPARED_DAYS,
  hourOf,
  isFlooded,
  type SignUpCounts,
} from '../../shared/consent/sign-up-counts.ts';
import { isoDuration } from '../../shared/kernel/durations.ts';
import { derivedNumber } from '../../shared/kernel/ids.ts';
import { DAY, type Instant, isoInstant, MINUTE } from '../../shared/kernel/instants.ts';
import type { Because } from '../../shared/messages/because.ts';
import type { Message } from '../../shared/messages/message.ts';
import { HEED_FORM } from '../../shared/person/on-permission-event.ts';
import type { Person } from '../../shared/person/person.ts';
import type { PermissionSettings } from '../../shared/workspace/definitions.ts';
import { countOne } from '../runtime/metric.ts';

export interface ConfirmationPorts {
  readonly addresses: AddressBook;
  readonly signUps: SignUpCounts;
  readonly clock: () => Instant;
}

/** How long a mail waits while the breaker holds, and up to as much again, so that they do not all come back at once. */
const BREAK = 15 * MINUTE;

type Refused =
  | { readonly released: Because }
  | { readonly outcome: 'deferred'; readonly until: Instant; readonly because: Because };

/**
 * Whether a confirmation mail may go to its address (P-34 to P-36): not where somebody said "it was not me", not while sign-ups
 * flood in, and not beyond the caps, whose place is taken here, right before the call. Null: it may. Rejects with
 * RetryableError.
 */
export async function confirmationRefusal(
  ports: ConfirmationPorts,
  person: Person,
  message: Message,
  permission: PermissionSettings,
): Promise<Refused | null> {
  const now = ports.clock();
  const hmac = message.address ?? '';
  const { blockedUntil } = await ports.addresses.read(hmac);
  if (blockedUntil !== null && now < blockedUntil) {
    return { released: { reason: 'blocked', until: isoInstant(blockedUntil) } };
  }
  if (await isHeldBack(ports, person, message, permission, now)) {
    countOne('SignUpBreaker');
    const until = now + BREAK + derivedNumber(BREAK, message.messageId);
    return { outcome: 'deferred', until, because: { reason: 'sign-up-breaker' } };
  }
  const place = await ports.addresses.reserveConfirmation(hmac, message.messageId, now, permission.confirmationCaps);
  if (place.ok) return null;
  const { cap, until } = place;
  return {
    released: { reason: 'confirmation-cap', max: cap.max, per: isoDuration(cap.per), until: isoInstant(until) },
  };
}

/**
 * The breaker concerns what came through the public form without the check that it asks for then: a company's own requests are
 * its own business.
 */
async function isHeldBack(
  { signUps }: ConfirmationPorts,
  person: Person,
  message: Message,
  { signUps: limits }: PermissionSettings,
  now: Instant,
): Promise<boolean> {
  const request = person.permission.requests.find((each) => each.requestId === message.requestId);
  if (request?.method !== HEED_FORM || request.form?.id === CHECKED_FORM) return false;
  return isFlooded(await signUps.since(hourOf(now) - COMPARED_DAYS * DAY), now, limits);
}
