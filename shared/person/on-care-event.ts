import { KNOWN_FLAGS } from '../consent/care.ts';
import {
  withFlagLifted,
  withFlagSet,
  withoutOldTickets,
  withTicketClosed,
  withTicketOpened,
} from '../consent/care-change.ts';
import { flagSaid, ticketSaid } from '../consent/care-evidence.ts';
import { problemsOf } from '../events/envelope.ts';
import type { Problem } from '../kernel/errors.ts';
import type { Draft } from './draft.ts';
import type { CustomerEvent } from './input.ts';
import { gateMessage } from './message-life.ts';
import { advanceBehind } from './walk.ts';

type Taken = readonly Problem[] | null;

function takeTicket(draft: Draft, event: CustomerEvent, change: typeof withTicketOpened): Taken {
  const parsed = ticketSaid.safeParse(event.properties);
  if (!parsed.success) return problemsOf(parsed.error, ['properties']);
  const { ticketHoldsFor, ticketCooldown } = draft.workspace.settings.permission;
  const care = change(draft.person.care, parsed.data.ticketId, event.occurredAt);
  const kept = withoutOldTickets(care, draft.now, Math.max(ticketHoldsFor, ticketCooldown));
  if (kept !== draft.person.care) draft.person = { ...draft.person, care: kept };
  return null;
}

/** What a ticket held back is asked again now: it may go earlier than it was going to be asked, or its moment is known now. */
function askHeldAgain(draft: Draft): void {
  const held = draft.person.messages.filter((each) => each.status === 'held' && each.because?.reason === 'open-ticket');
  for (const message of held) if (gateMessage(draft, message).verdict === 'skip') advanceBehind(draft, message);
}

function takeClosed(draft: Draft, event: CustomerEvent): Taken {
  const before = draft.person.care;
  const refused = takeTicket(draft, event, withTicketClosed);
  if (!refused && draft.person.care !== before) askHeldAgain(draft);
  return refused;
}

/** A flag that is in force stays liftable after the workspace forgot its name: nothing but a human's word ends it. */
function takeFlag(draft: Draft, event: CustomerEvent, change: typeof withFlagSet): Taken {
  const parsed = flagSaid.safeParse(event.properties);
  if (!parsed.success) return problemsOf(parsed.error, ['properties']);
  const { flag, by } = parsed.data;
  const { care } = draft.person;
  const known = [...KNOWN_FLAGS, ...draft.workspace.settings.permission.flags];
  if (!known.includes(flag) && !care.flags.some((each) => each.flag === flag)) {
    return [{ field: 'properties.flag', message: `is no flag of the workspace: known are ${known.join(', ')}` }];
  }
  const changed = change(care, flag, event.occurredAt, by);
  if (changed !== care) draft.person = { ...draft.person, care: changed };
  return null;
}

const takers: Readonly<Record<string, (draft: Draft, event: CustomerEvent) => Taken>> = {
  'ticket.opened': (draft, event) => takeTicket(draft, event, withTicketOpened),
  'ticket.closed': takeClosed,
  'flag.set': (draft, event) => takeFlag(draft, event, withFlagSet),
  'flag.lifted': (draft, event) => takeFlag(draft, event, withFlagLifted),
};

/** Tickets and flags (P-105, P-106). Problems refuse the whole event. */
export function takeCareEvent(draft: Draft, event: CustomerEvent): Taken {
  const taker = Object.hasOwn(takers, event.type) ? takers[event.type] : undefined;
  return taker ? taker(draft, event) : null;
}
