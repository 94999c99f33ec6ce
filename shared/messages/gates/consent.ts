import type { Basis } from '../../consent/consent.ts';
import { type ConsentState, consentState } from '../../consent/consent-state.ts';
import { allowedBases, type Jurisdiction } from '../../consent/jurisdiction.ts';
import { assertNever } from '../../kernel/exhaustive.ts';
import { isoInstant } from '../../kernel/instants.ts';
import type { Because } from '../because.ts';
import { type Gate, pass, skip } from '../gate.ts';

/** The word of permission.md 1.5 for a permission that is missing. */
export function refusal(topic: string, state: Exclude<ConsentState, { state: 'granted' }>): Because {
  switch (state.state) {
    case 'pending':
      return { reason: 'consent-pending', topic, requestedAt: isoInstant(state.requestedAt) };
    case 'withdrawn':
      return {
        reason: state.by === 'topic' ? 'topic-opted-out' : 'consent-withdrawn',
        topic,
        withdrawnAt: isoInstant(state.withdrawnAt),
      };
    case 'expired':
      return { reason: 'consent-expired', topic, basis: state.basis, expiredAt: isoInstant(state.expiredAt) };
    case 'none':
      return state.otherAddress
        ? { reason: 'no-consent', topic, grantedFor: 'another address' }
        : { reason: 'no-consent', topic };
    default:
      return assertNever(state);
  }
}

/** P-46: what is proven does not count everywhere. */
function notAllowed(topic: string, basis: Basis, jurisdiction: Jurisdiction): Because {
  const reason = basis === 'soft-opt-in' ? 'soft-opt-in-not-applicable' : 'no-consent';
  return { reason, topic, basis, jurisdiction };
}

/** 1.5/10 and 11: a standing consent for the topic, bound to the present address (P-41, P-44, P-51). */
export const consent: Gate = {
  name: 'consent',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ permission, topic, address, jurisdiction, asOf }) {
    if (topic === null) return skip({ reason: 'no-consent', topic: null });
    const state = consentState(permission, topic, address?.hmac ?? null, asOf);
    if (state.state !== 'granted') return skip(refusal(topic, state));
    if (!allowedBases[jurisdiction].includes(state.basis)) return skip(notAllowed(topic, state.basis, jurisdiction));
    return pass({ topic, basis: state.basis, grantedAt: isoInstant(state.grantedAt) });
  },
};
