import type { Instant } from '../kernel/instants.ts';
import type { Due } from './due-shards.ts';

/** How far a shard of the due index was asked. */
export interface ShardCursor {
  /** Everybody up to here was woken: a moment, or the row that the last page ended at. */
  readonly through: Due | Instant;
  /** When it was last read from its beginning. */
  readonly wholeAt: Instant;
  /** More wait in it than is worth asking twice. */
  readonly isCrowded: boolean;
}

/** A row a shard, written while a crowd waits in it. Rejects with RetryableError. */
export interface SweepCursors {
  load(): Promise<ReadonlyMap<number, ShardCursor>>;
  save(shard: number, cursor: ShardCursor): Promise<void>;
}

/** The twin of `dynamoSweepCursors`. */
export function memorySweepCursors(): SweepCursors {
  const rows = new Map<number, ShardCursor>();
  return {
    async load() {
      return new Map(rows);
    },
    async save(shard, cursor) {
      rows.set(shard, cursor);
    },
  };
}
