import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass } from '../gate.ts';
import { nextWelcomeInstant } from '../quiet-hours.ts';

/** 1.5/17, P-63: only on the days and in the hours that the person chose, and never in quiet hours either. */
export const preferredWindow: Gate = {
  name: 'preferred-window',
  appliesTo: ['marketing'],
  lasting: false,
  ask({ chosen, place, settings, asOf }) {
    const { days, hours } = chosen;
    if (days === null && hours === null) return pass();
    const until = nextWelcomeInstant(place, settings, chosen, asOf);
    const facts = { ...(days ? { days } : {}), ...(hours ? { hours: `${hours.from}-${hours.to}` } : {}) };
    if (until === asOf) return pass(facts);
    return { verdict: 'hold', until, because: { reason: 'preferred-window', ...facts, until: isoInstant(until) } };
  },
};
