import type { Instant } from '../kernel/instants.ts';

/** At most `max` in any window of `per` ms. */
export interface Cap {
  readonly max: number;
  readonly per: number;
}

/** A mail that took its place under the caps of an address (P-34, P-101). */
export interface Reservation {
  readonly messageId: string;
  readonly at: Instant;
}

/** What the caps say to one more: the places taken from now on, or which cap refuses and until when. */
export type Reserving =
  | { readonly ok: true; readonly reservations: readonly Reservation[] }
  | { readonly ok: false; readonly cap: Cap; readonly until: Instant };

/**
 * Takes a place for a confirmation mail (P-34). A mail that has its place already keeps it: its call may have been put off. A
 * window is half-open, so that a mail exactly `per` old no longer counts. Places older than the longest window are forgotten.
 */
export function reserveUnder(
  caps: readonly Cap[],
  taken: readonly Reservation[],
  messageId: string,
  at: Instant,
): Reserving {
  if (taken.some((each) => each.messageId === messageId)) return { ok: true, reservations: taken };
  for (const cap of caps) {
    const within = taken.filter((each) => at - each.at < cap.per);
    const freed = within.at(-cap.max);
    if (within.length >= cap.max && freed) return { ok: false, cap, until: freed.at + cap.per };
  }
  const longest = Math.max(0, ...caps.map((cap) => cap.per));
  const kept = taken.filter((each) => at - each.at < longest);
  return { ok: true, reservations: [...kept, { messageId, at }].toSorted((left, right) => left.at - right.at) };
}

/** A place under the caps of marketing (P-101): counted from the call it is taken for, so one that is taken again moves. */
export function moveUnder(
  caps: readonly Cap[],
  taken: readonly Reservation[],
  messageId: string,
  at: Instant,
): Reserving {
  return reserveUnder(
    caps,
    taken.filter((each) => each.messageId !== messageId),
    messageId,
    at,
  );
}
