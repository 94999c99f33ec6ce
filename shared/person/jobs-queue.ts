import type { Erasure } from './effects.ts';

/** What the queue of background work carries; ids and HMACs only. */
export type JobOrder =
  | ({ readonly job: 'erasure'; readonly profileId: string } & Erasure)
  /** The deleted row has passed the stream: what was written behind it meanwhile is purged. */
  | { readonly job: 'erasure-after'; readonly profileId: string };

export interface JobsQueue {
  /** Rejects with RetryableError. An order may come twice. */
  enqueue(orders: readonly JobOrder[]): Promise<void>;
}
