import { type AddressState, isStopped } from '../consent/address-state.ts';
import { isoInstant } from '../kernel/instants.ts';
import type { Because } from './because.ts';
import type { Message } from './message.ts';

/** What the address row says against the call: facts of other holders that the person's own version does not carry (P-52). */
export function addressRefusal(state: AddressState, message: Pick<Message, 'class'>): Because | null {
  if (state.suppression) return { reason: state.suppression.reason, since: isoInstant(state.suppression.since) };
  if (message.class === 'marketing' && state.stoppedAt !== null && isStopped(state)) {
    return { reason: 'unsubscribed-all', since: isoInstant(state.stoppedAt) };
  }
  return null;
}
