import type { Instant } from '../kernel/instants.ts';

export interface Due {
  readonly profileId: string;
  readonly dueAt: Instant;
}

export interface DuePage {
  /** Earliest first. */
  readonly due: readonly Due[];
  /** Where the next page begins; null when there is no more. */
  readonly next: Due | null;
}

/** Who must be looked at again. An index: it may lag, so deciding reads the person's row. */
export interface DueShards {
  /**
   * People of a shard whose moment is at or before `now`, at most `limit` of them.
   * `from` is a moment (those due at it or later; 0 for all), or the place where a page ended.
   */
  dueIn(shard: number, now: Instant, limit: number, from: Due | Instant): Promise<DuePage>;
}
