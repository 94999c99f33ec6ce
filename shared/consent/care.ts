import type { Instant } from '../kernel/instants.ts';

/** A support ticket as its events told it, in whatever order they came (P-105). */
export interface Ticket {
  readonly ticketId: string;
  readonly openedAt: Instant | null;
  readonly closedAt: Instant | null;
}

/** A bereavement, fraud, legal-hold or vulnerable flag (P-106): in force until a human lifts it. */
export interface Flag {
  readonly flag: string;
  readonly setAt: Instant | null;
  readonly liftedAt: Instant | null;
  /** Who set and who lifted it, as the event said it: the company's own id of a colleague or system. */
  readonly setBy: string | null;
  readonly liftedBy: string | null;
}

export interface Care {
  readonly tickets: readonly Ticket[];
  readonly flags: readonly Flag[];
}

export const noCare: Care = { tickets: [], flags: [] };

/** The flags that every workspace knows; `permission.flags` adds to them. */
export const KNOWN_FLAGS: readonly string[] = ['bereavement', 'fraud', 'legal-hold', 'vulnerable'];

/** Opened and closed at one instant is open: ties resolve to the careful side. A closing without an opening is closed. */
export function isOpen({ openedAt, closedAt }: Ticket): boolean {
  return openedAt !== null && (closedAt === null || openedAt >= closedAt);
}

/** Set and lifted at one instant is set. */
export function isSet({ setAt, liftedAt }: Flag): boolean {
  return setAt !== null && (liftedAt === null || setAt >= liftedAt);
}
