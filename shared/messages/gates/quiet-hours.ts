import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass } from '../gate.ts';
import { nextLoudInstant } from '../quiet-hours.ts';

/** 1.5/17, P-92, P-94: nobody is written to at night; the message waits for the window's end. */
export const quietHours: Gate = {
  name: 'quiet-hours',
  appliesTo: ['marketing'],
  lasting: false,
  ask({ place, settings, asOf }) {
    const until = nextLoudInstant(place, settings, asOf);
    const facts = { place: place.known, zone: place.known === 'zone' ? place.zones[0] : settings.timeZone };
    if (until === asOf) return pass(facts);
    return { verdict: 'hold', until, because: { reason: 'quiet-hours', ...facts, until: isoInstant(until) } };
  },
};
