import type { Instant } from '../kernel/instants.ts';
import { chooseLease, type Lanes, type Lease, type Leased, lanesOf, type PaceStore, slotFrom } from './pace.ts';

/** Slots for a batch of mails, in order: when each may be sent. */
export interface Pacer {
  /**
   * Up to `wanted` slots at the permitted rate (mails a second), none later than `patience` ms from now; fewer where the rate has
   * no room. Rejects with RetryableError.
   */
  slots(rate: number, wanted: number, patience: number): Promise<readonly Instant[]>;
}

/** Others may be first several times in a crowd; whoever loses so often comes again later. */
const TRIES = 8;

interface Held {
  readonly lanes: Lanes;
  readonly lease: Lease;
  /** The first slot that is not used yet. */
  next: Instant;
}

/**
 * Takes slots out of leases and keeps what is left for the next batch (P-77). One for each instance of the function: an instance
 * runs one invocation at a time. `chance` gives numbers in [0, 1).
 */
export function leasedPacer(store: PaceStore, clock: () => Instant, chance: () => number): Pacer {
  let held: Held | null = null;
  let leased: Leased = new Map();

  const extend = async (lanes: Lanes, wanted: number, patience: number): Promise<Held | null> => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const lease = chooseLease(lanes, leased, clock(), wanted, patience, chance());
      if (!lease) return null;
      const others = await store.lease(lease);
      if (!others) {
        leased = new Map([...leased, [lease.lane, lease.until]]);
        return { lanes, lease, next: lease.from };
      }
      leased = others;
    }
    return null;
  };

  return {
    async slots(rate, wanted, patience) {
      const lanes = lanesOf(rate);
      const latest = clock() + patience;
      if (held?.lanes.period !== lanes.period || held.lanes.count !== lanes.count) held = null;
      const slots: Instant[] = held ? taken(held, clock(), latest, wanted) : [];
      while (slots.length < wanted) {
        held = await extend(lanes, wanted - slots.length, latest - clock());
        const more = held ? taken(held, clock(), latest, wanted - slots.length) : [];
        if (more.length === 0) break;
        slots.push(...more);
      }
      return slots.sort((a, b) => a - b);
    },
  };
}

/** Uses up slots of a lease; those that went by are lost. */
function taken(held: Held, now: Instant, latest: Instant, wanted: number): Instant[] {
  const { lanes, lease } = held;
  const slots: Instant[] = [];
  let slot = slotFrom(lanes, lease.lane, Math.max(held.next, now));
  // Half a period before its end the lease has no slot any more, however the fractions were rounded.
  for (; slots.length < wanted && slot <= latest && slot < lease.until - lanes.period / 2; slot += lanes.period) {
    slots.push(slot);
  }
  held.next = slot;
  return slots;
}
