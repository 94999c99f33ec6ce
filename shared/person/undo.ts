import { withReturn } from '../consent/change.ts';
import type { Consent } from '../consent/consent.ts';
import { consentFor } from '../consent/consent-state.ts';
import type { Problem } from '../kernel/errors.ts';
import { type Instant, isoInstant } from '../kernel/instants.ts';
import type { Draft } from './draft.ts';
import type { Undo } from './input.ts';
import { grantTopic, noWords } from './permission.ts';

const overtaken: readonly Problem[] = [
  { field: 'withdrawnAt', message: 'cannot be taken back any more: time is over, or another withdrawal came after it' },
];

/** True where that withdrawal, and no other, ended the grant; false too where it was granted again since. */
function isEndedBy({ grant, withdrawnAt: own }: Consent, withdrawnAt: Instant, all: boolean): boolean {
  if (!grant || grant.at > withdrawnAt) return false;
  return all ? own === null || own < grant.at : own === withdrawnAt;
}

/**
 * An unsubscribe is taken back on the page that answered it: exactly what that POST ended is granted anew, on the basis it had,
 * with the withdrawal as reference. Nothing comes back that another withdrawal has ended since (P-44), nor anything bound to
 * another address (P-51); whoever presses the button holds the link of a mail to that address (P-26).
 */
export function takeUndo(draft: Draft, { withdrawnAt, at, topics, all }: Undo): readonly Problem[] | null {
  const { permission, address } = draft.person;
  if (draft.now > withdrawnAt + draft.workspace.settings.permission.undoWithin) return overtaken;
  if (all ? permission.stoppedAt !== withdrawnAt : (permission.stoppedAt ?? 0) >= withdrawnAt) return overtaken;
  // Ties are withdrawn (P-44): within one millisecond the way back counts from the next.
  const since = Math.max(at, withdrawnAt + 1);
  if (all) draft.person = { ...draft.person, permission: withReturn(permission, since) };
  for (const topic of topics) {
    const purpose = topic === null ? 'tracking.email' : 'marketing.email';
    const held = consentFor(permission, topic, purpose);
    if (!held?.grant || held.grant.address !== (address?.hmac ?? null) || !isEndedBy(held, withdrawnAt, all)) continue;
    const { basis, requestId, textHash, expiresAt } = held.grant;
    const given = { at: since, basis, ...(expiresAt === undefined ? {} : { expiresAt }) };
    const source = `withdrawal of ${isoInstant(withdrawnAt)}`;
    grantTopic(draft, topic, purpose, given, { ...noWords, method: 'undo', source, textHash, requestId });
  }
  return null;
}
