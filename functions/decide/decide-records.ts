import type { AddressBook } from '../../shared/consent/address-book.ts';
import { suppressionBy } from '../../shared/consent/suppression.ts';
import type { Problem } from '../../shared/kernel/errors.ts';
import type { RejectedQueue } from '../../shared/outbound/rejected-queue.sqs.ts';
import { type Applied, type ApplyPorts, applyInputs } from '../../shared/person/apply.ts';
import type { Input } from '../../shared/person/input.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { logger, withoutValues } from '../runtime/logger.ts';
import type { QueueRecord } from '../runtime/queue.ts';
import { type Addressed, type InputPorts, inputsOf } from './inputs-of.ts';

export interface DecidePorts extends ApplyPorts, InputPorts {
  readonly rejected: RejectedQueue;
}

/** One input and the record it came in. */
interface Addressee {
  readonly record: QueueRecord;
  readonly input: Input;
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
  const parts = await Promise.all(records.map(async (record) => ({ record, parts: await read(ports, record) })));
  for (const { record, parts: found } of parts) {
    if (found === null) failed.push(record.id);
    for (const part of found ?? []) {
      if (!part.ok) rejections.push({ from: record, reason: 'invalid', problems: part.problems });
      else people.set(part.profileId, [...(people.get(part.profileId) ?? []), { record, input: part.input }]);
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
    const reason = suppressionBy(feedback);
    if (reason) await addresses.suppress(feedback.address, reason, feedback.at);
    if (reason === 'complaint') await addresses.stop(feedback.address, feedback.at);
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

async function applyTo(
  ports: DecidePorts,
  profileId: string,
  addressees: readonly Addressee[],
): Promise<readonly Refusal[]> {
  await tellAddressBook(ports.addresses, addressees);
  const applied = await applyInputs(
    ports,
    profileId,
    addressees.map((each) => each.input),
  );
  await stopAddress(ports.addresses, applied, addressees);
  return applied.refused.flatMap((problems, index) => {
    const from = addressees[index]?.record;
    return problems && from ? [{ from, reason: 'refused' as const, problems }] : [];
  });
}

/**
 * Decides about every person that a batch of records speaks of: the inputs of one person are folded one by one and committed
 * once. What cannot be parsed or is refused goes to `rejected` with its field paths; what lost its race three times or met a
 * failing store comes again. Gives the ids of the records that must.
 */
export async function decideRecords(ports: DecidePorts, records: readonly QueueRecord[]): Promise<readonly string[]> {
  const { people, rejections, failed } = await sort(ports, records);
  const again = new Set(failed);
  const refused = [...rejections];
  await inParallel([...people], WIDTH, async ([profileId, addressees]) => {
    try {
      refused.push(...(await applyTo(ports, profileId, addressees)));
    } catch (error) {
      comesAgain(error);
      for (const { record } of addressees) again.add(record.id);
    }
  });
  // A record that comes again is rejected then: telling it twice would double the row in `rejected`.
  const final = refused.filter((each) => !again.has(each.from.id));
  const at = ports.clock();
  await ports.rejected.reject(final.map(({ from, reason, problems }) => ({ reason, problems, record: from.body, at })));
  return [...again];
}
