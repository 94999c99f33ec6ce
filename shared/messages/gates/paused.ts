import { isPaused } from '../../consent/pause.ts';
import { type Gate, pass, skip } from '../gate.ts';

/** 1.5/13, P-65: what falls into a pause is dropped, not queued: nobody wants a month of mail on the day after a holiday. */
export const paused: Gate = {
  name: 'paused',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ chosen, place, settings, asOf }) {
    const { pausedUntil } = chosen;
    return isPaused(pausedUntil, place, settings.timeZone, asOf) ? skip({ reason: 'paused', pausedUntil }) : pass();
  },
};
