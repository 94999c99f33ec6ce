import { type Reach, unknownReach } from '../consent/reach.ts';
import type { MessageMark, Tracked } from '../messages/message.ts';
import { letters } from './letters.ts';
import { type Packed, trimmed } from './packing.ts';
import { number, numberOrNull, recordsOf, text } from './unpacking.ts';

export function packReach({ deliveredAt, unverifiedAt, liftedAt }: Reach): Packed {
  return trimmed([deliveredAt, unverifiedAt, liftedAt]);
}

export function unpackReach(packed: Packed): Reach {
  if (packed.length === 0) return unknownReach;
  return {
    deliveredAt: numberOrNull(packed, 0),
    unverifiedAt: numberOrNull(packed, 1),
    liftedAt: numberOrNull(packed, 2),
  };
}

const marks = letters<MessageMark>({
  delayed: 'd',
  'soft-bounced': 's',
  opened: 'o',
  'opened-machine': 'm',
  clicked: 'c',
  'clicked-bot': 'b',
});

/** Null where nothing was tracked, which is nearly everybody. */
export function packTracked(tracked: Tracked | undefined): Packed | null {
  if (!tracked) return null;
  const clicks = tracked.clicks.map(({ link, at }) => [link, at]);
  return trimmed([tracked.deliveredAt, tracked.marks.map(marks.pack).join(''), clicks.length === 0 ? null : clicks]);
}

export function unpackTracked(packed: Packed): Tracked {
  return {
    deliveredAt: numberOrNull(packed, 0),
    marks: [...text(packed, 1)].map(marks.wordOf),
    clicks: recordsOf(packed[2], 2, (each) => ({ link: text(each, 0), at: number(each, 1) })),
  };
}
