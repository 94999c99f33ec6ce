import { ConflictError } from './errors.ts';

export interface Retrying {
  /** In all, the first try included. Three where nothing is said. */
  readonly times?: number;
  /** What another try may mend; where nothing is said, that somebody else was first. */
  readonly isPassing?: (error: unknown) => boolean;
  /** Waits before the next try; `tried` is how often it failed by now. Without it the next try follows at once. */
  readonly pause?: (tried: number) => Promise<unknown>;
}

function isConflict(error: unknown): boolean {
  return error instanceof ConflictError;
}

/**
 * Works again while somebody else was first: `work` reads anew and decides again each time, `tried` counts from 1. What no other
 * try mends, and what the last one threw, goes to the caller, whose queue (or a 503) brings it again.
 */
export async function retryConflicts<T>(
  work: (tried: number) => Promise<T>,
  { times = 3, isPassing = isConflict, pause }: Retrying = {},
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work(tried);
    } catch (error) {
      if (tried >= times || !isPassing(error)) throw error;
    }
    await pause?.(tried);
  }
}
