import type { Person } from '../../shared/person/person.ts';
import type { ManyPeople, PersonStore } from '../../shared/person/person-store.ts';
import { recentRelease } from '../../shared/workspace/recent-release.ts';
import { eachForItself, type Failed } from '../runtime/each-for-itself.ts';
import { isPassing, tellFailure } from '../runtime/failures.ts';
import { notice } from '../runtime/notices.ts';
import type { QueueRecord } from '../runtime/queue.ts';
import { type Addressee, decidePerson, type PersonPorts } from './decide-person.ts';
import { type Addressed, type InputPorts, inputsOf } from './inputs-of.ts';
import { type Refusal, type RefusalPorts, rejectAll } from './refusals.ts';

export interface DecidePorts extends PersonPorts, InputPorts, RefusalPorts {
  readonly people: PersonStore & ManyPeople;
  readonly isErased: (profileId: string) => Promise<boolean>;
}

interface Sorted {
  readonly people: ReadonlyMap<string, readonly Addressee[]>;
  readonly rejections: readonly Refusal[];
  readonly failed: readonly QueueRecord[];
}

type Somebody = readonly [profileId: string, addressees: readonly Addressee[]];

/** People at once: enough to hide DynamoDB's latency, few enough for a small function's one core. */
const WIDTH = 16;
/** People read by one call: as many as a batch mostly has, and few enough that nothing read grows old. */
const READ_TOGETHER = 50;

/**
 * ms. Fifty batches of two hundred events are ten thousand people in one invocation: who is not reached in time comes again,
 * rather than all of them when the function is cut off.
 */
const TIME_TO_END = 5_000;

async function sort(ports: InputPorts, records: readonly QueueRecord[]): Promise<Sorted> {
  const found = new Map<QueueRecord, readonly Addressed[]>();
  const unread = await eachForItself(records, records.length, async (record) => {
    found.set(record, await inputsOf(ports, record.body, record.sentAt));
  });
  for (const { item, error } of unread) tellFailure('inputs come again', { records: [item.id] }, error);
  const people = new Map<string, Addressee[]>();
  const rejections: Refusal[] = [];
  // A standard queue hands messages over in any order; those of one batch can at least be taken as they were sent.
  for (const record of records.toSorted((left, right) => left.sentAt - right.sentAt)) {
    for (const part of found.get(record) ?? []) {
      if (!part.ok) {
        rejections.push({ from: record, reason: 'invalid', problems: part.problems });
        continue;
      }
      const addressee = { record, input: part.input, place: part.place ?? '' };
      people.set(part.profileId, [...(people.get(part.profileId) ?? []), addressee]);
    }
  }
  return { people, rejections, failed: unread.map(({ item }) => item) };
}

/**
 * Works on everybody, some at once, reading those of a stretch together. Whoever changes between that reading and the commit
 * makes the commit fail, and is read again. Gives those whose inputs must come again.
 */
async function forEachPerson(
  store: ManyPeople,
  people: ReadonlyMap<string, readonly Addressee[]>,
  work: (somebody: Somebody, known: Person | null | undefined) => Promise<void>,
): Promise<readonly Failed<Somebody>[]> {
  const everybody = [...people];
  const failed: Failed<Somebody>[] = [];
  for (let from = 0; from < everybody.length; from += READ_TOGETHER) {
    const some = everybody.slice(from, from + READ_TOGETHER);
    // One alone is loaded by whoever decides about it.
    const known = some.length > 1 ? await store.loadAll(some.map(([profileId]) => profileId)) : null;
    failed.push(...(await eachForItself(some, WIDTH, (each) => work(each, known?.get(each[0])))));
  }
  return failed;
}

/**
 * The records of a person that must come again: a lost race or a failing store mends itself, and what is no fault of one input (a
 * row that cannot be read) ends among the dead letters. A timer of the latter kind does not come again by this: the person is
 * still due, and the sweep finds them each minute, without a dead letter for each.
 */
function comeAgain({ item: [profileId, addressees], error }: Failed<Somebody>): readonly QueueRecord[] {
  const records = addressees.map(({ record }) => record);
  tellFailure('inputs come again', { records: records.map(({ id }) => id), profileId }, error);
  if (isPassing(error)) return records;
  if (addressees.some(({ input }) => input.kind === 'timer')) notice('undecidable-timer', { profileId });
  return addressees.flatMap(({ record, input }) => (input.kind === 'timer' ? [] : [record]));
}

/**
 * Decides about every person that a batch of records speaks of: the inputs of one person are folded one by one and committed
 * once. What cannot be parsed or is refused goes to `rejected` with its field paths, and so does what a bug does not let decide; what
 * lost its race three times or met a failing store comes again. Gives the ids of the records that must. `remaining`: ms that the invocation has left.
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
  const failures = await forEachPerson(ports.people, people, async ([profileId, addressees], known) => {
    if (remaining() < TIME_TO_END) for (const { record } of addressees) again.add(record);
    else refused.push(...(await decidePerson(ports, profileId, addressees, known)));
  });
  for (const record of failures.flatMap(comeAgain)) again.add(record);
  // A record that comes again is rejected then: telling it twice would double the row in `rejected`.
  await rejectAll(
    ports,
    refused.filter((each) => !again.has(each.from)),
  );
  return Array.from(again, (record) => record.id);
}
