import type { Instant } from '../kernel/instants.ts';
import type { Care, Flag, Ticket } from './care.ts';

/** Each half of a ticket or flag only moves forward in time, so that repetitions and any order of events agree. */
function isLater(at: Instant, held: Instant | null): boolean {
  return held === null || at > held;
}

function withTicket(care: Care, ticketId: string, change: (ticket: Ticket) => Ticket): Care {
  const held = care.tickets.find((each) => each.ticketId === ticketId) ?? { ticketId, openedAt: null, closedAt: null };
  const changed = change(held);
  if (changed === held) return care;
  return { ...care, tickets: [...care.tickets.filter((each) => each.ticketId !== ticketId), changed] };
}

/** Adds an opening. Gives the same object when a later one is held. */
export function withTicketOpened(care: Care, ticketId: string, at: Instant): Care {
  return withTicket(care, ticketId, (held) => (isLater(at, held.openedAt) ? { ...held, openedAt: at } : held));
}

/** Adds a closing. Gives the same object when a later one is held. */
export function withTicketClosed(care: Care, ticketId: string, at: Instant): Care {
  return withTicket(care, ticketId, (held) => (isLater(at, held.closedAt) ? { ...held, closedAt: at } : held));
}

function withFlag(care: Care, flag: string, change: (held: Flag) => Flag): Care {
  const unknown = { flag, setAt: null, liftedAt: null, setBy: null, liftedBy: null };
  const held = care.flags.find((each) => each.flag === flag) ?? unknown;
  const changed = change(held);
  if (changed === held) return care;
  return { ...care, flags: [...care.flags.filter((each) => each.flag !== flag), changed] };
}

/** Of two words at one instant the greater name is kept, so that order never matters. */
function replaces(at: Instant, by: string, heldAt: Instant | null, heldBy: string | null): boolean {
  return isLater(at, heldAt) || (at === heldAt && by > (heldBy ?? ''));
}

/** Sets a flag (P-106). Gives the same object when a later setting is held. */
export function withFlagSet(care: Care, flag: string, at: Instant, by: string): Care {
  return withFlag(care, flag, (held) =>
    replaces(at, by, held.setAt, held.setBy) ? { ...held, setAt: at, setBy: by } : held,
  );
}

/** Lifts a flag. Gives the same object when a later lifting is held. */
export function withFlagLifted(care: Care, flag: string, at: Instant, by: string): Care {
  return withFlag(care, flag, (held) =>
    replaces(at, by, held.liftedAt, held.liftedBy) ? { ...held, liftedAt: at, liftedBy: by } : held,
  );
}

/**
 * Forgets tickets whose last word is older than `keptFor` (ms): none of them can hold anything any more, and neither could
 * a redelivery of their events. Gives the same object when none is that old.
 */
export function withoutOldTickets(care: Care, now: Instant, keptFor: number): Care {
  const lastWord = ({ openedAt, closedAt }: Ticket) => Math.max(openedAt ?? 0, closedAt ?? 0);
  const kept = care.tickets.filter((each) => now - lastWord(each) <= keptFor);
  return kept.length === care.tickets.length ? care : { ...care, tickets: kept };
}
