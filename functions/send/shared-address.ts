import type { AddressBook } from '../../shared/consent/address-book.ts';
import type { AddressState } from '../../shared/consent/address-state.ts';
import type { Cap } from '../../shared/consent/confirmation-caps.ts';
import { isoDuration } from '../../shared/kernel/durations.ts';
import { type Instant, isoInstant } from '../../shared/kernel/instants.ts';
import { orIfUnavailable } from '../../shared/kernel/or-if-unavailable.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Called } from './called.ts';

export interface SharedAddressPorts {
  readonly addresses: AddressBook;
  readonly clock: () => Instant;
}

/** Something may have reached the mailbox: its place stays taken (P-101). */
function mayHaveGone(called: Called): boolean {
  return 'outcome' in called && (called.outcome === 'sent' || called.outcome === 'unknown');
}

/**
 * P-101 where several profiles hold one address: the caps of each look at its own row alone, so one place is taken on the
 * address row, by one conditional write, before the call. Without a place the message waits until one is free; what turns out
 * not to have been sent gives its own back. An address with one holder costs no write. Rejects with RetryableError.
 */
export async function underAddressCaps(
  { addresses, clock }: SharedAddressPorts,
  { holders }: AddressState,
  message: Message,
  caps: readonly Cap[],
  call: () => Promise<Called>,
): Promise<Called> {
  if (holders.length < 2 || message.class !== 'marketing' || caps.length === 0) return call();
  const hmac = message.address ?? '';
  const place = await addresses.reserveMarketing(hmac, message.messageId, clock(), caps);
  if (!place.ok) {
    const { cap, until } = place;
    const facts = { by: 'address', max: cap.max, per: isoDuration(cap.per), until: isoInstant(until) };
    return { outcome: 'deferred', until, because: { reason: 'frequency-cap', ...facts } };
  }
  const called = await call();
  // A place that cannot be given back stays taken: less is sent, and what the call came to is not lost.
  const giveBack = () => addresses.returnMarketing(hmac, message.messageId);
  if (!mayHaveGone(called)) await orIfUnavailable(giveBack, () => undefined);
  return called;
}
