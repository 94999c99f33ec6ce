/** Counts work under way, so that the run can tell when it is quiet. */
export interface Tally {
  track<T>(work: Promise<T>): Promise<T>;
  underWay(): number;
  /** Resolves once nothing is under way. */
  settled(): Promise<void>;
}

/** A tally at zero. */
export function createTally(): Tally {
  const open = new Set<Promise<unknown>>();
  return {
    underWay: () => open.size,
    track(work) {
      const tracked = work.finally(() => open.delete(tracked));
      open.add(tracked);
      return tracked;
    },
    async settled() {
      while (open.size > 0) await Promise.allSettled(open);
    },
  };
}
