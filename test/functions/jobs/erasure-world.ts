import { type ErasurePorts, eraseAfter, eraseOnePage } from '../../../functions/jobs/erasure.ts';
import { relayCommits } from '../../../functions/relay/relay-commits.ts';
import type { LedgerEntry } from '../../../shared/consent/ledger.ts';
import { profileHmac } from '../../../shared/consent/profile-hmac.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { DAY } from '../../../shared/kernel/instants.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import type { Sieve } from '../../../shared/outbound/resting-queue.sqs.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { Erasure } from '../../../shared/person/effects.ts';
import type { Input } from '../../../shared/person/input.ts';
import type { JobOrder } from '../../../shared/person/jobs-queue.ts';
import { newPerson } from '../../../shared/person/person.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryErasureStore } from '../../../shared/table/memory-erasure.ts';
import { memoryJobStore } from '../../../shared/table/memory-job.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memoryTimelineStore } from '../../../shared/table/memory-timeline.ts';
import type { CommittedEffects } from '../../../shared/table/outbox.ts';
import { emptyRelease } from '../../../shared/workspace/empty-release.ts';
import { ANNS, annsAddress, NOON } from '../../person/making.ts';
import { aLedgerEntry, aLogEntry } from '../../table/people.ts';

/** Counts calls and breaks one of them: before it is made, or after, so that its answer is lost. */
export interface Breaks {
  readonly at: number;
  readonly when: 'before' | 'after';
}

/** Enough rows for several pages of each kind. */
const LEDGER_ROWS = 120;
const LOG_ROWS = 130;

/** Ann with a long history on the twins, and what carries an erasure through: jobs queue, relay, waiting messages. */
export async function erasureWorld(breaks: Breaks | null = null) {
  const people = memoryPersonStore();
  const timeline = memoryTimelineStore((profileId) => people.ledgerOf(profileId));
  const addresses = memoryAddressBook();
  const erasures = memoryErasureStore(people, timeline);
  const keys = memoryMacKeys();
  const orders: JobOrder[] = [];
  const resting = new Set<string>();
  let calls = 0;
  const breaking = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]) => {
          calls += 1;
          const mine = breaks?.at === calls;
          if (mine && breaks.when === 'before') throw new RetryableError('killed');
          const answer: unknown = await method.apply(target, given);
          if (mine) throw new RetryableError('killed');
          return answer;
        };
      },
    });
  const sift = async (sieve: Sieve) => {
    for (const body of Array.from(resting)) {
      const left = await sieve(body);
      if (left === body) continue;
      resting.delete(body);
      if (left !== null) resting.add(left);
    }
    return true;
  };
  const queue = {
    async enqueue(given: readonly JobOrder[]) {
      orders.push(...given);
    },
  };
  const ports: ErasurePorts = {
    people: breaking(people),
    addresses: breaking(addresses),
    erasures: breaking(erasures),
    jobs: breaking(memoryJobStore()),
    queue: breaking(queue),
    resting: [breaking({ sift })],
    keys,
    clock: () => NOON,
  };
  const relayPorts = {
    queue: { enqueue: async () => undefined },
    inputs: { enqueue: async () => undefined },
    jobs: queue,
    timeline,
    addresses,
    events: { publish: async () => [] },
  };

  async function commit(ledger: readonly LedgerEntry[]): Promise<void> {
    const before = (await people.load('c-42')) ?? newPerson('c-42');
    await people.commit(before, { person: { ...before, address: annsAddress }, effects: [], ledger });
  }
  for (let n = 0; n < LEDGER_ROWS; n += 60) {
    await commit(
      Array.from({ length: 60 }, (_, each) =>
        aLedgerEntry({ id: `l-${n + each}`, at: NOON - DAY + n + each, address: each === 0 ? null : ANNS }),
      ),
    );
  }
  for (let n = 0; n < LOG_ROWS; n += 1) await timeline.record('c-42', aLogEntry({ id: `d-${n}`, at: NOON - n }));
  await addresses.hold(ANNS, 'c-42', NOON - DAY);

  async function relay(commits: readonly CommittedEffects[]): Promise<void> {
    await relayCommits(relayPorts, commits);
  }
  let standing = true;
  /** The stream: commits as they come, and the record of the deletion once the row is gone. */
  async function stream(): Promise<void> {
    await relay(people.drainEffects());
    const stands = (await people.load('c-42')) !== null;
    if (standing && !stands) await relay([{ profileId: 'c-42', version: 0, effects: [], removed: true }]);
    standing = stands;
  }
  /** Delivers orders until none is left; one that failed comes again. Gives how many deliveries it took. */
  async function work(): Promise<number> {
    for (let deliveries = 0; ; deliveries += 1) {
      await stream();
      const order = orders[0];
      if (!order) return deliveries;
      if (deliveries > 500) throw new Error('the job never ends');
      try {
        if (order.job === 'erasure') await eraseOnePage(ports, order.profileId, order);
        else if (order.job === 'erasure-after') await eraseAfter(ports, order.profileId);
        orders.splice(orders.indexOf(order), 1);
      } catch (error) {
        if (!(error instanceof RetryableError)) throw error;
      }
    }
  }
  const hmac = await profileHmac(keys, 'c-42');
  const isErased = async (id: string) => erasures.isErased(await profileHmac(keys, id));
  const releases = { active: async () => emptyRelease, pinned: async () => [] };
  return {
    people,
    timeline,
    addresses,
    resting,
    keys,
    relay,
    work,
    calls: () => calls,
    /** An order as the relay gives it. */
    order: (erasure: Erasure) => queue.enqueue([{ job: 'erasure', profileId: 'c-42', ...erasure }]),
    erase: () =>
      applyInputs({ people, releases, clock: () => NOON }, 'c-42', [
        { kind: 'erasure', at: NOON, reason: 'requested' },
      ]),
    tell: (input: Input) => applyInputs({ people, releases, clock: () => NOON, isErased }, 'c-42', [input]),
    /** All that is left, in a form that tests compare. */
    async left() {
      const { notes, proofs } = erasures.kept(ANNS);
      return {
        people: [...people.people()].map((each) => each.profileId),
        ledger: people.ledgerOf('c-42').length,
        log: (await timeline.log('c-42', 500, null)).rows.length,
        address: await addresses.read(ANNS),
        notes,
        proofs: proofs.length,
        proofsWithoutAddress: erasures.kept(hmac).proofs.length,
        text: JSON.stringify([notes, proofs, [...resting]]),
        isErased: await erasures.isErased(hmac),
      };
    },
  };
}
