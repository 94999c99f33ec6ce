import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/5: there is an address, and it did not bounce for good; for every class, confirmation mail included (P-39, P-52). */
export const address: Gate = {
  name: 'address',
  appliesTo: ['marketing', 'transactional', 'own'],
  lasting: true,
  ask(question) {
    if (question.address === null) return skip({ reason: 'no-address' });
    const found = [question.suppression, question.addressState?.suppression].find(
      (each) => each?.reason === 'hard-bounce',
    );
    return found ? skip({ reason: 'hard-bounce', since: isoInstant(found.since) }) : pass();
  },
};
