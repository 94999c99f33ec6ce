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
}

export interface Care {
  readonly tickets: readonly Ticket[];
  readonly flags: readonly Flag[];
}

export const noCare: Care = { tickets: [], flags: [] };
