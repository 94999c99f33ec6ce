import { isStopped } from '../../consent/address-state.ts';
import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/8: stop everything, said by this person or by any holder of the address (P-52). Confirmation mail may still go (P-39). */
export const stop: Gate = {
  name: 'stop',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ permission, addressState }) {
    const found = [permission, addressState].find((each) => each && isStopped(each));
    return found?.stoppedAt ? skip({ reason: 'unsubscribed-all', since: isoInstant(found.stoppedAt) }) : pass();
  },
};
