import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass } from '../gate.ts';
import { nextLoudInstant, nextWelcomeInstant } from '../quiet-hours.ts';

/** 1.5/17, P-92, P-94: nobody is written to at night; the message waits for the first hour that suits the person, too. */
export const quietHours: Gate = {
  name: 'quiet-hours',
  appliesTo: ['marketing'],
  lasting: false,
  ask({ place, settings, chosen, asOf }) {
    const facts = { place: place.known, zone: place.known === 'zone' ? place.zones[0] : settings.timeZone };
    if (nextLoudInstant(place, settings, asOf) === asOf) return pass(facts);
    const until = nextWelcomeInstant(place, settings, chosen, asOf);
    return { verdict: 'hold', until, because: { reason: 'quiet-hours', ...facts, until: isoInstant(until) } };
  },
};
