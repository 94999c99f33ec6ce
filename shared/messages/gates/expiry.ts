import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/3, P-100: expired when `now >= expiresAt`; a hold to or beyond it is refused at once, never a late send. */
export const expiry: Gate = {
  name: 'expiry',
  appliesTo: ['marketing', 'transactional', 'own', 'staff'],
  lasting: true,
  ask({ asOf, expiresAt }) {
    const facts = { expiresAt: isoInstant(expiresAt) };
    return asOf < expiresAt ? pass(facts) : skip({ reason: 'expired', ...facts });
  },
};
