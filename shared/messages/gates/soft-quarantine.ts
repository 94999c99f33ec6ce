import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass, skip } from '../gate.ts';

/**
 * 1.5/5, table 1.4: soft bounces on three days rest the address for a week, for every class. A refusal and no hold, as 1.5 has
 * it: what would wait out the week is no longer what was meant, and a queue of it would meet the mailbox on one day.
 */
export const softQuarantine: Gate = {
  name: 'soft-quarantine',
  appliesTo: ['marketing', 'transactional', 'own'],
  lasting: true,
  ask({ quarantinedUntil, asOf }) {
    if (quarantinedUntil === null || asOf >= quarantinedUntil) return pass();
    return skip({ reason: 'soft-quarantine', until: isoInstant(quarantinedUntil) });
  },
};
