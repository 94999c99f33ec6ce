import type { AddressBook } from '../../shared/consent/address-book.ts';
import { findingOf } from '../../shared/consent/suppression.ts';
import { STAFF_ADDRESS } from '../../shared/messages/staff-mail.ts';
import type { TemplateSwitches } from '../../shared/messages/template-switches.ts';
import { type Applied, type ApplyPorts, applyEach } from '../../shared/person/apply.ts';
import type { Input } from '../../shared/person/input.ts';
import type { Person } from '../../shared/person/person.ts';
import { restTimers } from '../../shared/person/rest-timers.ts';
import { tellFailure } from '../runtime/failures.ts';
import { nameOf } from '../runtime/logger.ts';
import { countOne } from '../runtime/metric.ts';
import { notice } from '../runtime/notices.ts';
import type { QueueRecord } from '../runtime/queue.ts';
import { withAddressFacts } from './address-facts.ts';
import { type ComesLater, settleVisit, tellNotices } from './after-feedback.ts';
import { pauseFaultyTemplate } from './faulty-template.ts';
import type { Refusal } from './refusals.ts';

export interface PersonPorts extends ApplyPorts {
  readonly addresses: AddressBook;
  readonly templates: TemplateSwitches;
  readonly later: ComesLater;
}

/** One input and the record it came in. */
export interface Addressee {
  readonly record: QueueRecord;
  readonly input: Input;
  /** Where in the record it stands, before its field paths. */
  readonly place: string;
}

/**
 * Facts about an address hold for whoever has it (P-52): one write on its row, made before the person's commit and made again
 * when the input is a repetition, so that no crash in between can lose it.
 */
async function tellAddressBook(addresses: AddressBook, addressees: readonly Addressee[]): Promise<void> {
  for (const { input } of addressees) {
    if (input.kind !== 'feedback') continue;
    const { feedback } = input;
    if (feedback.address === STAFF_ADDRESS) continue;
    const { does, reason } = findingOf(feedback);
    if (reason) await addresses.suppress(feedback.address, reason, feedback.at);
    // What SES made up from its own list is nobody's new objection (table 1.4).
    const stops = (does === 'suppress' && reason === 'complaint') || feedback.unsubscribeAll;
    if (stops) await addresses.stop(feedback.address, feedback.at);
  }
}

/** Stop-everything by event: the person's commit has taken it (or had already); the address row follows before the record is done. */
async function stopAddress(
  addresses: AddressBook,
  { person }: Applied,
  addressees: readonly Addressee[],
): Promise<void> {
  const stops = addressees.some(
    ({ input }) => input.kind === 'event' && input.type === 'consent.withdrawn' && input.properties['all'] === true,
  );
  const { stoppedAt } = person.permission;
  if (stops && person.address && stoppedAt !== null) await addresses.stop(person.address.hmac, stoppedAt);
}

async function tellOthers(ports: PersonPorts, applied: Applied, addressees: readonly Addressee[]): Promise<void> {
  await stopAddress(ports.addresses, applied, addressees);
  for (const { input, record } of addressees) {
    // A source of tickets that fell silent is an alarm (P-105): this is what it is heard by.
    if (input.kind === 'event' && input.type.startsWith('ticket.')) countOne('TicketEvents');
    if (input.kind !== 'feedback') continue;
    tellNotices(applied, input.feedback);
    await pauseFaultyTemplate(ports, applied.workspace.settings.permission, input.feedback);
    await settleVisit(ports.later, applied, input.feedback, record.body);
  }
}

function refusalOf({ record, place }: Addressee, reason: Refusal['reason'], problems: Refusal['problems']): Refusal {
  const placed = problems.map(({ field, message }) => ({ field: `${place}${field}`.replace(/\.$/, ''), message }));
  return { from: record, reason, problems: placed };
}

/**
 * A bug in deciding about one input. What was sent once is set aside, to be replayed when the bug is mended. A timer would come
 * again each minute and be set aside each time: it rests instead, stays due, and an operator is told.
 */
async function setAside(
  ports: PersonPorts,
  profileId: string,
  addressee: Addressee,
  error: unknown,
): Promise<readonly Refusal[]> {
  const { record, input } = addressee;
  const messageId = input.kind === 'feedback' ? { messageId: input.feedback.messageId } : {};
  tellFailure('an input cannot be decided', { record: record.id, profileId, kind: input.kind, ...messageId }, error);
  if (input.kind === 'timer') {
    await restTimers(ports, profileId);
    notice('undecidable-timer', { profileId });
    return [];
  }
  return [
    refusalOf(addressee, 'undecidable', [
      { field: '', message: `could not be decided (${nameOf(error)}): mend it, then replay this` },
    ]),
  ];
}

/**
 * Folds the inputs of one person and commits once, with what that means for the address and for others. Gives what is refused of
 * them. Rejects with ConflictError or RetryableError when all of them must come again.
 */
export async function decidePerson(
  ports: PersonPorts,
  profileId: string,
  addressees: readonly Addressee[],
  known: Person | null | undefined,
): Promise<readonly Refusal[]> {
  await tellAddressBook(ports.addresses, addressees);
  const inputs = await Promise.all(addressees.map((each) => withAddressFacts(ports, profileId, each.input)));
  const applied = await applyEach(ports, profileId, inputs, known);
  await tellOthers(ports, applied, addressees);
  const refusals: Refusal[] = [];
  for (const [index, addressee] of addressees.entries()) {
    const [problems, fault] = [applied.refused[index], applied.faults[index]];
    if (fault) refusals.push(...(await setAside(ports, profileId, addressee, fault.error)));
    else if (problems) refusals.push(refusalOf(addressee, 'refused', problems));
  }
  return refusals;
}
