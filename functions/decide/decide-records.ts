import * as z from 'zod';
import type { AddressBook } from '../../shared/consent/address-book.ts';
import { findingOf } from '../../shared/consent/suppression.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import { STAFF_ADDRESS } from '../../shared/messages/staff-mail.ts';
import type { TemplateSwitches } from '../../shared/messages/template-switches.ts';
import type { RejectedQueue } from '../../shared/outbound/rejected-queue.sqs.ts';
import { type Applied, type ApplyPorts, applyInputs } from '../../shared/person/apply.ts';
import type { Input } from '../../shared/person/input.ts';
import type { Person } from '../../shared/person/person.ts';
import type { ManyPeople, PersonStore } from '../../shared/person/person-store.ts';
import { recentRelease } from '../../shared/workspace/recent-release.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { logger, withoutValues } from '../runtime/logger.ts';
import { countOne } from '../runtime/metric.ts';
import type { QueueRecord } from '../runtime/queue.ts';
import { withAddressFacts } from './address-facts.ts';
import { type ComesLater, settleVisit, tellNotices } from './after-feedback.ts';
import { pauseFaultyTemplate } from './faulty-template.ts';
import { type Addressed, type InputPorts, inputsOf, jsonIn } from './inputs-of.ts';

export interface DecidePorts extends ApplyPorts, InputPorts {
  readonly people: PersonStore & ManyPeople;
  readonly rejected: RejectedQueue;
  readonly templates: TemplateSwitches;
  readonly later: ComesLater;
  readonly isErased: (profileId: string) => Promise<boolean>;
}

/** One input and the record it came in. */
interface Addressee {
  readonly record: QueueRecord;
  readonly input: Input;
  /** Where in the record it stands, before its field paths. */
  readonly place: string;
}

/** What is refused of a record; the record itself goes along, so that it can be mended and replayed. */
interface Refusal {
  readonly from: QueueRecord;
  readonly reason: 'invalid' | 'refused';
  readonly problems: readonly Problem[];
}

interface Sorted {
  readonly people: ReadonlyMap<string, readonly Addressee[]>;
  readonly rejections: readonly Refusal[];
  readonly failed: readonly string[];
}

/** People at once: enough to hide DynamoDB's latency, few enough for a small function's one core. */
const WIDTH = 16;
/** People read by one call: as many as a batch mostly has, and few enough that nothing read grows old. */
const READ_TOGETHER = 50;

/**
 * ms. Fifty batches of two hundred events are ten thousand people in one invocation: who is not reached in time comes again,
 * rather than all of them when the function is cut off.
 */
const TIME_TO_END = 5_000;

/** A lost race or a failing store is expected; whatever else is a bug ends in the dead-letter queue, and harms no other person. */
function comesAgain(error: unknown): void {
  logger.warn('inputs come again', { error: withoutValues(error) });
}

async function read(ports: InputPorts, record: QueueRecord): Promise<readonly Addressed[] | null> {
  try {
    return await inputsOf(ports, record.body, record.sentAt);
  } catch (error) {
    comesAgain(error);
    return null;
  }
}

async function sort(ports: InputPorts, records: readonly QueueRecord[]): Promise<Sorted> {
  const people = new Map<string, Addressee[]>();
  const rejections: Refusal[] = [];
  const failed: string[] = [];
  // A standard queue hands messages over in any order; those of one batch can at least be taken as they were sent.
  const inOrder = records.toSorted((left, right) => left.sentAt - right.sentAt);
  const parts = await Promise.all(inOrder.map(async (record) => ({ record, parts: await read(ports, record) })));
  for (const { record, parts: found } of parts) {
    if (found === null) failed.push(record.id);
    for (const part of found ?? []) {
      if (!part.ok) {
        rejections.push({ from: record, reason: 'invalid', problems: part.problems });
        continue;
      }
      const addressee = { record, input: part.input, place: part.place ?? '' };
      people.set(part.profileId, [...(people.get(part.profileId) ?? []), addressee]);
    }
  }
  return { people, rejections, failed };
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

const eventOfSomebody = z.object({ detail: z.object({ profileId: z.string() }) });

/** What cannot be read but says that it is of somebody who was erased is dropped: no queue may keep it (P-58). */
async function withoutErased(ports: DecidePorts, refusals: readonly Refusal[]): Promise<readonly Refusal[]> {
  const kept = await Promise.all(
    refusals.map(async (refusal) => {
      const event = eventOfSomebody.safeParse(jsonIn(refusal.from.body));
      return event.success && (await ports.isErased(event.data.detail.profileId)) ? [] : [refusal];
    }),
  );
  return kept.flat();
}

async function applyTo(
  ports: DecidePorts,
  profileId: string,
  addressees: readonly Addressee[],
  known: Person | null | undefined,
): Promise<readonly Refusal[]> {
  await tellAddressBook(ports.addresses, addressees);
  const inputs = await Promise.all(addressees.map((each) => withAddressFacts(ports, profileId, each.input)));
  const applied = await applyInputs(ports, profileId, inputs, known);
  await stopAddress(ports.addresses, applied, addressees);
  for (const { input, record } of addressees) {
    // A source of tickets that fell silent is an alarm (P-105): this is what it is heard by.
    if (input.kind === 'event' && input.type.startsWith('ticket.')) countOne('TicketEvents');
    if (input.kind !== 'feedback') continue;
    tellNotices(applied, input.feedback);
    await pauseFaultyTemplate(ports, applied.workspace.settings.permission, input.feedback);
    await settleVisit(ports.later, applied, input.feedback, record.body);
  }
  return applied.refused.flatMap((refusal, index) => {
    const addressee = addressees[index];
    if (!refusal || !addressee) return [];
    const problems = refusal.map(({ field, message }) => ({ field: `${addressee.place}${field}`, message }));
    return [{ from: addressee.record, reason: 'refused' as const, problems }];
  });
}

/**
 * Works on everybody, some at once, reading those of a stretch together. Whoever changes between that reading and the commit
 * makes the commit fail, and is read again.
 */
async function forEachPerson(
  store: ManyPeople,
  people: ReadonlyMap<string, readonly Addressee[]>,
  work: (profileId: string, addressees: readonly Addressee[], known: Person | null | undefined) => Promise<void>,
): Promise<void> {
  const everybody = [...people];
  for (let from = 0; from < everybody.length; from += READ_TOGETHER) {
    const some = everybody.slice(from, from + READ_TOGETHER);
    // One alone is loaded by whoever decides about it.
    const known = some.length > 1 ? await store.loadAll(some.map(([profileId]) => profileId)) : null;
    await inParallel(some, WIDTH, ([profileId, addressees]) => work(profileId, addressees, known?.get(profileId)));
  }
}

/**
 * Decides about every person that a batch of records speaks of: the inputs of one person are folded one by one and committed
 * once. What cannot be parsed or is refused goes to `rejected` with its field paths; what lost its race three times or met a
 * failing store comes again. Gives the ids of the records that must. `remaining`: ms that the invocation has left.
 */
export async function decideRecords(
  invocation: DecidePorts,
  records: readonly QueueRecord[],
  remaining: () => number = () => Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const ports = { ...invocation, releases: recentRelease(invocation.releases, invocation.clock) };
  const { people, rejections, failed } = await sort(ports, records);
  const again = new Set(failed);
  const refused = [...rejections];
  await forEachPerson(ports.people, people, async (profileId, addressees, known) => {
    if (remaining() < TIME_TO_END) {
      for (const { record } of addressees) again.add(record.id);
      return;
    }
    try {
      refused.push(...(await applyTo(ports, profileId, addressees, known)));
    } catch (error) {
      comesAgain(error);
      for (const { record } of addressees) again.add(record.id);
    }
  });
  // A record that comes again is rejected then: telling it twice would double the row in `rejected`.
  const final = refused.filter((each) => !again.has(each.from.id));
  const at = ports.clock();
  const kept = await withoutErased(ports, final);
  await ports.rejected.reject(kept.map(({ from, reason, problems }) => ({ reason, problems, record: from.body, at })));
  return [...again];
}
