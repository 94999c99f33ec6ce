import type { Instant } from '../kernel/instants.ts';
import { FARTHEST, type PaceStore } from '../messages/pace.ts';

/** The twin of `dynamoPaceStore`. */
export function memoryPaceStore(): PaceStore {
  const leased = new Map<number, Instant>();
  return {
    async lease({ lane, from, until }) {
      const end = leased.get(lane);
      if (end !== undefined && end > from && end <= from + FARTHEST) return new Map(leased);
      leased.set(lane, until);
      return null;
    },
  };
}
