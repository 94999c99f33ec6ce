import { ageAt } from '../../profiles/age.ts';
import { type Gate, pass, skip } from '../gate.ts';

/** What a topic with `adultsOnly: true` asks for, however low `permission.minimumAge` is set. */
const ADULT = 18;

/** 1.5/9, P-104: no marketing to a known minor; about topics for adults only to whoever is known to be one. Ages stay out of the reason. */
export const age: Gate = {
  name: 'age',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ birthday, adultsOnly, place, settings, asOf }) {
    const least = Math.max(settings.permission.minimumAge, adultsOnly ? ADULT : 0);
    const zones = place.known === 'nothing' ? [settings.timeZone] : place.zones;
    const years = ageAt(birthday, zones, asOf);
    if (years !== null && years < least) return skip({ reason: 'minor', minimumAge: least });
    if (years === null && adultsOnly) return skip({ reason: 'age-unknown', minimumAge: least });
    return pass({ known: years !== null });
  },
};
