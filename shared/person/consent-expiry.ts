import { expiryToTell } from '../consent/expiry.ts';
import type { Draft } from './draft.ts';
import { noWords, stateOf, tellExpiry } from './permission.ts';

const byClock = { ...noWords, method: 'expiry' };

/**
 * Implied permissions whose time is over (P-47): the ledger tells it, where it changes anything. One that was withdrawn, or whose
 * address is another one by now, ended before.
 */
export function expireConsents(draft: Draft): void {
  for (const consent of draft.person.permission.consents) {
    const at = expiryToTell(consent);
    if (at === null || at > draft.now) continue;
    const { topic, purpose } = consent;
    tellExpiry(draft, topic, purpose, stateOf(draft, topic, purpose) === 'expired' ? byClock : null);
  }
}
