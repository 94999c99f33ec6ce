import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass, skip } from '../gate.ts';

/** Table 1.4, EmailValidationSuppressed: no marketing until a delivery or a new confirmation proves the address. */
export const unverified: Gate = {
  name: 'unverified',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ unverifiedSince }) {
    if (unverifiedSince === null) return pass();
    return skip({ reason: 'unverified', since: isoInstant(unverifiedSince) });
  },
};
