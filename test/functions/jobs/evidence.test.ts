import { describe, expect, test } from 'vitest';
import { tendEvidence } from '../../../functions/jobs/evidence.ts';
import { relayCommits } from '../../../functions/relay/relay-commits.ts';
import { ConflictError } from '../../../shared/kernel/errors.ts';
import { DAY, HOUR, type Instant } from '../../../shared/kernel/instants.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { Input } from '../../../shared/person/input.ts';
import type { JobOrder } from '../../../shared/person/jobs-queue.ts';
import { newPerson } from '../../../shared/person/person.ts';
import { dueAtOf } from '../../../shared/person/timers.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryEvidenceStore } from '../../../shared/table/memory-evidence.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memoryTimelineStore } from '../../../shared/table/memory-timeline.ts';
import { emptyRelease } from '../../../shared/workspace/empty-release.ts';
import {
  annsAddress,
  event,
  NOON,
  newAddress,
  recorded,
  requested,
  settings,
  topic,
  traits,
} from '../../person/making.ts';

const { proofFor, forgetUnconfirmedAfter, confirmWithin } = settings.permission;
/** DynamoDB may take so long to delete: what must be gone after thirty days is marked for the twenty-seventh. */
const TTL_LAG = 3 * DAY;

/** Ann, known to the company for long, on a clock that the test moves; relay and job work after each input. */
async function world() {
  const people = memoryPersonStore();
  const timeline = memoryTimelineStore(people.ledgerOf);
  const evidence = memoryEvidenceStore(people, timeline);
  const told: { now: Instant; orders: JobOrder[] } = { now: NOON, orders: [] };
  const release = { ...emptyRelease, content: { ...emptyRelease.content, settings, topics: [topic('offers')] } };
  const releases = { active: async () => release, pinned: async () => [] };
  const clock = () => told.now;
  const jobs = {
    async enqueue(orders: readonly JobOrder[]) {
      told.orders.push(...orders);
    },
  };
  const nowhere = { enqueue: async () => undefined };
  const events = { publish: async () => [] };
  const relay = { queue: nowhere, inputs: nowhere, jobs, timeline, events, addresses: memoryAddressBook() };
  const ann = {
    ...newPerson('c-42'),
    address: annsAddress,
    traits: traits({ email: annsAddress.email, firstName: 'Ann' }),
  };
  await people.commit(newPerson('c-42'), { person: ann, effects: [], ledger: [] });

  async function work(): Promise<void> {
    await relayCommits(relay, people.drainEffects());
    for (const order of told.orders.splice(0)) {
      if (order.job === 'evidence') await tendEvidence({ people, evidence, clock }, order.profileId, order);
    }
  }
  async function tell(...inputs: Input[]): Promise<void> {
    await applyInputs({ people, releases, clock }, 'c-42', inputs);
    await work();
  }
  /** Time goes by; what is due happens at its moment. */
  async function passes(ms: number): Promise<void> {
    const end = told.now + ms;
    for (;;) {
      const person = await people.load('c-42');
      const due = person && dueAtOf(person);
      if (due === null || due > end) break;
      told.now = Math.max(told.now, due);
      await tell({ kind: 'timer' });
    }
    told.now = end;
  }
  /** What stands in the ledger, in short, with the ms from its row's moment to its end. */
  const terms = async () =>
    (await evidence.rows('c-42')).map(({ entry, keepUntil }) => [entry.kind, entry.topic, keepUntil] as const);
  return {
    people,
    evidence,
    timeline,
    passes,
    terms,
    tell,
    clock,
    now: clock,
    happens: (type: string, differs: Parameters<typeof event>[0]) =>
      tell(event({ type, eventId: `${type}-${told.now}`, occurredAt: told.now, ...differs })),
  };
}

const withdraws = { properties: { topics: ['offers'], method: 'phone' } };

describe('P-62 proof of a consent', () => {
  test('has no end while the consent stands', async () => {
    const ann = await world();
    await ann.happens('consent.recorded', { properties: recorded() });
    await ann.passes(4000 * DAY);
    expect(await ann.terms()).toEqual([['consent.granted', 'offers', null]]);
  });

  test('ends three years after a withdrawal, and so does that of the withdrawal', async () => {
    const ann = await world();
    await ann.happens('consent.recorded', { properties: recorded() });
    await ann.passes(500 * DAY);
    await ann.happens('consent.withdrawn', withdraws);
    const end = NOON + 500 * DAY + proofFor;
    expect(await ann.terms()).toEqual([
      ['consent.granted', 'offers', end],
      ['consent.withdrawn', 'offers', end],
    ]);
    await ann.passes(30 * DAY);
    await ann.happens('consent.withdrawn', { properties: { all: true, method: 'phone' } });
    expect((await ann.terms()).slice(0, 2).map(([, , until]) => until)).toEqual([end, end]);
  });

  test('counts from the moment heed knew: until then it could have sent', async () => {
    const ann = await world();
    await ann.happens('consent.recorded', { properties: recorded() });
    await ann.passes(90 * DAY);
    await ann.happens('consent.withdrawn', { properties: { ...withdraws.properties, at: '2026-11-20T00:00:00Z' } });
    expect((await ann.terms())[0]?.[2]).toBe(NOON + 90 * DAY + proofFor);
  });

  test('ends three years after another consent took its place, and the new one has no end', async () => {
    const ann = await world();
    await ann.happens('consent.recorded', { properties: recorded() });
    await ann.passes(10 * DAY);
    await ann.happens('consent.recorded', {
      properties: recorded({ grantedAt: '2026-11-25T00:00:00Z', text: 'New.' }),
    });
    expect(await ann.terms()).toEqual([
      ['consent.granted', 'offers', NOON + 10 * DAY + proofFor],
      ['consent.granted', 'offers', null],
    ]);
  });

  test('ends after an implied consent ended by itself', async () => {
    const ann = await world();
    const properties = recorded({ basis: 'casl-ebr', lastPurchaseAt: '2026-11-01T00:00:00Z' });
    await ann.happens('consent.recorded', { properties });
    await ann.passes(3 * 366 * DAY);
    const [granted, expired] = await ann.terms();
    expect(granted).toEqual(['consent.granted', 'offers', expired?.[2]]);
    expect(granted?.[2]).toBeGreaterThan(NOON + proofFor);
  });

  test('ends after a change of address, and stands again with the old one', async () => {
    const ann = await world();
    await ann.happens('consent.recorded', { properties: recorded() });
    await ann.passes(DAY);
    await ann.happens('profile.updated', { traits: { email: newAddress.email }, address: newAddress });
    expect(await ann.terms()).toEqual([['consent.granted', 'offers', NOON + DAY + proofFor]]);
    await ann.passes(DAY);
    await ann.happens('profile.updated', { traits: { email: annsAddress.email }, address: annsAddress });
    expect(await ann.terms()).toEqual([['consent.granted', 'offers', null]]);
  });

  test('is kept with its text where the withdrawal was taken back', async () => {
    const ann = await world();
    await ann.happens('consent.recorded', { properties: recorded() });
    await ann.passes(DAY);
    const withdrawnAt = ann.now();
    await ann.tell({ kind: 'withdrawal', id: 'w-1', topic: 'offers', at: withdrawnAt, method: 'one-click' });
    await ann.passes(1000);
    await ann.tell({ kind: 'undo', withdrawnAt, at: ann.now(), topics: ['offers'], all: false });
    expect(await ann.terms()).toEqual([
      ['consent.granted', 'offers', null],
      ['consent.withdrawn', 'offers', withdrawnAt + proofFor],
      ['consent.granted', 'offers', null],
    ]);
  });

  test('is looked at anew where the person changed meanwhile', async () => {
    const ann = await world();
    await ann.happens('consent.recorded', { properties: recorded() });
    const order = { at: NOON, proofFor, forgetAfter: forgetUnconfirmedAfter, confirmWithin };
    const stale = (await ann.people.load('c-42')) ?? newPerson('c-42');
    await ann.happens('consent.withdrawn', withdraws);
    const reads = [stale];
    const people = { load: async (id: string) => reads.pop() ?? ann.people.load(id) };
    await expect(tendEvidence({ people, evidence: ann.evidence, clock: ann.clock }, 'c-42', order)).rejects.toThrow(
      ConflictError,
    );
    await tendEvidence({ people: ann.people, evidence: ann.evidence, clock: ann.clock }, 'c-42', order);
    expect((await ann.terms()).every(([, , until]) => until !== null)).toBe(true);
  });
});

describe('P-37 what an unconfirmed request leaves behind at somebody who is known', () => {
  const asks = { properties: requested(), requestId: 'r-1' };
  const gone = NOON + confirmWithin + forgetUnconfirmedAfter - TTL_LAG;

  test('is gone thirty days after its expiry: text, IP, and the log of its mail', async () => {
    const ann = await world();
    await ann.happens('subscription.requested', asks);
    expect((await ann.terms()).map(([, , until]) => until)).toEqual([null]);
    await ann.passes(confirmWithin + HOUR);
    expect(await ann.terms()).toEqual([
      ['consent.requested', 'offers', gone],
      ['consent.expired', 'offers', gone],
    ]);
    expect([...ann.evidence.shortened.values()]).toEqual([gone]);
  });

  test('is as gone when it was cancelled', async () => {
    const ann = await world();
    await ann.happens('subscription.requested', asks);
    await ann.passes(HOUR);
    await ann.tell({ kind: 'not-me', requestId: 'r-1', at: ann.now() });
    const cancelled = NOON + HOUR + forgetUnconfirmedAfter - TTL_LAG;
    expect((await ann.terms()).map(([, , until]) => until)).toEqual([cancelled, cancelled]);
  });

  test('is proof as soon as it was confirmed', async () => {
    const ann = await world();
    await ann.happens('subscription.requested', asks);
    await ann.passes(HOUR);
    await ann.tell({ kind: 'confirmation', requestId: 'r-1', at: ann.now(), ip: null, userAgent: null });
    await ann.passes(400 * DAY);
    expect((await ann.terms()).map(([, , until]) => until)).toEqual([null, null]);
    await ann.happens('consent.withdrawn', withdraws);
    const end = ann.now() + proofFor;
    expect((await ann.terms()).map(([, , until]) => until)).toEqual([end, end, end]);
    expect(ann.evidence.shortened.size).toBe(0);
  });
});
