import { sweeper } from '../functions/sweep/sweep-shards.ts';
import { HOUR } from '../shared/kernel/instants.ts';
import { newPerson } from '../shared/person/person.ts';
import { memoryAddressBook } from '../shared/table/memory-address.ts';
import { type MemoryPersonStore, memoryPersonStore } from '../shared/table/memory-person.ts';
import { memoryReleaseStore } from '../shared/table/memory-release.ts';
import { memorySweepCursors } from '../shared/table/sweep-cursors.ts';
import { anEnrollment } from '../test/table/people.ts';
import { mixture, profileIds } from './events.ts';
import { cpuMsEach, median } from './measure.ts';
import { figure, type Part, type Row } from './row.ts';
import { content, decideAll, decidePorts, files, NOW, recordOf } from './world.ts';

const SIZES = [2_000, 100_000, 1_000_000];
/** People due at the sweep, of whatever number. */
const DUE = 1_000;
const EVENTS = 1_500;

const NOTE = `### Growth

CPU of the use cases on stores in memory. The twin of the \`due\` index reads up to 100 rows of each of its 64 shards and then looks which are due:
of 2,000 people a shard has 32 in all, so that the least of the sweeps reads less; beyond, nothing depends on the number of people
but the caches of the processor. DynamoDB's own cost does not: each access is by key, and the sweep's queries are paid by what they find.`;

interface Cost {
  readonly size: number;
  readonly event: number;
  readonly sweep: number;
}

/** CPU of an event and of a sweep, against stores in memory of three sizes. */
export async function growth(): Promise<Part> {
  // The first one only warms up: what is compiled later would look cheaper.
  await costsAt(SIZES[0] as number);
  const costs: Cost[] = [];
  for (const size of SIZES) costs.push(await costsAt(size));
  const [least] = costs as [Cost];
  const rows = costs.map(({ size, event, sweep }): Row => {
    const ratios = `x ${figure(event / least.event)} and x ${figure(sweep / least.sweep)}`;
    const measured = `${figure(event * 1_000)} µs an event, ${figure(sweep)} ms a sweep (${ratios})`;
    // Half as much again is what caches and garbage collection make of a larger heap.
    const met = event <= least.event * 1.5 && sweep <= least.sweep * 1.5;
    return { what: `growth: ${figure(size)} people in memory, ${DUE} of them due`, measured, budget: 'x 1', met };
  });
  return { rows, details: NOTE };
}

async function costsAt(size: number): Promise<Cost> {
  const people = memoryPersonStore();
  const releases = memoryReleaseStore();
  await releases.publish(files, await content(), NOW);
  await fill(people, size);
  const ports = decidePorts({ people, releases, addresses: memoryAddressBook() });
  // Spread over all of them, so that no cache holds them.
  const asked = profileIds('p', EVENTS / 3).map((_, n) => `p-${Math.floor((n * size) / (EVENTS / 3))}`);
  const records = mixture(EVENTS, asked, 50).map(recordOf);
  const [first, rest] = [records.slice(0, EVENTS / 3), records.slice(EVENTS / 3)];
  await decideAll(ports, first);
  const event = await cpuMsEach(rest.length, () => decideAll(ports, rest));
  return { size, event, sweep: await sweepCpu(people) };
}

async function sweepCpu(due: MemoryPersonStore): Promise<number> {
  const sweeps: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    let found = 0;
    const wake = async (lists: readonly (readonly string[])[]) => {
      found += lists.flat().length;
    };
    const sweep = sweeper({ due, wake, cursors: memorySweepCursors(), depth: async () => 0, clock: () => NOW });
    sweeps.push(await cpuMsEach(1, async () => void (await sweep(NOW - HOUR))));
    if (found !== DUE) throw new Error(`${found} people were due, not ${DUE}`);
  }
  return median(sweeps);
}

/** People with one journey and little else; `DUE` of them have waited since two hours ago, all others wait for hours to come. */
async function fill(people: MemoryPersonStore, size: number): Promise<void> {
  for (let n = 0; n < size; n += 1) {
    const dueAt = n % (size / DUE) === 0 ? NOW - 2 * HOUR : NOW + HOUR + n;
    const person = { ...newPerson(`p-${n}`), enrollments: [anEnrollment({ dueAt })] };
    await people.commit(person, { person, effects: [], ledger: [] });
  }
}
