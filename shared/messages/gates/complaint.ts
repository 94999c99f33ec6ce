import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass, skip } from '../gate.ts';

/**
 * 1.5/7: somebody at this address said "spam". Confirmation mail stops too (P-39), and so do transactional messages: none of
 * them is known here to be essential.
 */
export const complaint: Gate = {
  name: 'complaint',
  appliesTo: ['marketing', 'transactional', 'own'],
  lasting: true,
  ask(question) {
    const found = [question.suppression, question.addressState?.suppression].find(
      (each) => each?.reason === 'complaint',
    );
    return found ? skip({ reason: 'complaint', since: isoInstant(found.since) }) : pass();
  },
};
