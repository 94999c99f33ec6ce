import { isoDuration } from '../../kernel/durations.ts';
import { isoInstant } from '../../kernel/instants.ts';
import { type Gate, pass } from '../gate.ts';
import { freeSlotAt } from '../rolling-window.ts';

/**
 * 1.5/16, P-101, P-102: the workspace's caps, over all campaigns, in rolling windows over everything that was sent or may still
 * be. Waits until every window has room.
 */
export const frequencyCap: Gate = {
  name: 'frequency-cap',
  appliesTo: ['marketing'],
  lasting: false,
  ask({ settings, reserved, asOf }) {
    const full = settings.frequencyCaps
      .map((cap) => ({ ...cap, until: freeSlotAt(reserved, cap, asOf) }))
      .filter((cap) => cap.until > asOf)
      .sort((left, right) => right.until - left.until)[0];
    if (!full) return pass();
    const { max, per, until } = full;
    return {
      verdict: 'hold',
      until,
      because: { reason: 'frequency-cap', by: 'settings', max, per: isoDuration(per), until: isoInstant(until) },
    };
  },
};
