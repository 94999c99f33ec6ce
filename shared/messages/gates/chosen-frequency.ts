import { parseDuration } from '../../kernel/durations.ts';
import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass } from '../gate.ts';
import { freeSlotAt } from '../rolling-window.ts';

/**
 * 1.5/16, P-67, P-101: the frequency that the person chose is a hard upper bound, in a rolling window over everything that was
 * sent or may still be: a reservation counts, a send exactly one window old does not. Waits until the oldest has left.
 */
export const chosenFrequency: Gate = {
  name: 'chosen-frequency',
  appliesTo: ['marketing'],
  lasting: false,
  ask({ chosen, reserved, asOf }) {
    if (chosen.frequency === null) return pass();
    const { max, per } = chosen.frequency;
    const until = freeSlotAt(reserved, { max, per: parseDuration(per) ?? 0 }, asOf);
    if (until <= asOf) return pass({ max, per });
    return {
      verdict: 'hold',
      until,
      because: { reason: 'frequency-cap', by: 'preferences', max, per, until: isoInstant(until) },
    };
  },
};
