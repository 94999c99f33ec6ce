import { isOpen, isSet, type Ticket } from '../../consent/care.ts';
import { HOUR, type Instant, isoInstant } from '../../kernel/instants.ts';
import type { PermissionSettings } from '../../workspace/definitions.ts';
import { type Gate, hold, pass, skip } from '../gate.ts';

/** P-106: somebody in mourning, a case of fraud or law, somebody vulnerable: no marketing until a human lifts the flag. */
export const flagged: Gate = {
  name: 'flagged',
  appliesTo: ['marketing'],
  lasting: true,
  ask({ care }) {
    const found = care.flags.find(isSet);
    return found?.setAt ? skip({ reason: 'flagged', flag: found.flag, since: isoInstant(found.setAt) }) : pass();
  },
};

/** A ticket that nobody closed in so long was lost by its source: an alarm's business, and no reason to block for ever. */
function stillHolds(ticket: Ticket, { ticketHoldsFor }: PermissionSettings, asOf: Instant): boolean {
  return isOpen(ticket) && asOf - (ticket.openedAt ?? 0) < ticketHoldsFor;
}

/**
 * 1.5/14, P-105: who waits for an answer is not advertised to, nor for a day after the ticket was closed. When an open ticket
 * ends is unknown; even if it were closed now, the cool-down would follow, so that is the earliest moment to ask again.
 */
export const ticket: Gate = {
  name: 'ticket',
  appliesTo: ['marketing'],
  lasting: false,
  ask({ care, settings: { permission }, asOf }) {
    const open = care.tickets.find((each) => stillHolds(each, permission, asOf));
    if (open?.openedAt) {
      const until = asOf + Math.max(permission.ticketCooldown, HOUR);
      const since = isoInstant(open.openedAt);
      return hold(until, { reason: 'open-ticket', ticket: open.ticketId, since, until: isoInstant(until) });
    }
    const closed = care.tickets.filter((each) => !isOpen(each)).map((each) => each.closedAt ?? 0);
    const until = Math.max(0, ...closed) + permission.ticketCooldown;
    if (closed.length === 0 || asOf >= until) return pass();
    return hold(until, { reason: 'ticket-cooldown', until: isoInstant(until) });
  },
};
