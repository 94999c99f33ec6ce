import { type ConsentState, consentState } from '../../consent/consent-state.ts';
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
    case 'none':
      return state.otherAddress
        ? { reason: 'no-consent', topic, grantedFor: 'another address' }
        : { reason: 'no-consent', topic };
    default:
      return assertNever(state);
  }
}

/** 1.5/10 and 11: a standing consent for the topic, bound to the present address (P-41, P-44, P-51). */
export const consent: Gate = {
  name: 'consent',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ permission, topic, address, asOf }) {
    if (topic === null) return skip({ reason: 'no-consent', topic: null });
    const state = consentState(permission, topic, address?.hmac ?? null, asOf);
    if (state.state !== 'granted') return skip(refusal(topic, state));
    return pass({ topic, basis: state.basis, grantedAt: isoInstant(state.grantedAt) });
  },
};
