import type { Instant } from '../kernel/instants.ts';

/**
 * When a window that rolls along has room for one more: `now`, or the instant at which enough of what counts is exactly one
 * window old, and so counts no longer (P-101). `per` in ms.
 */
export function freeSlotAt(
  reserved: readonly Instant[],
  { max, per }: { readonly max: number; readonly per: number },
  now: Instant,
): Instant {
  const counted = reserved.filter((at) => at > now - per).sort((left, right) => left - right);
  return counted.length < max ? now : (counted[counted.length - max] as Instant) + per;
}
