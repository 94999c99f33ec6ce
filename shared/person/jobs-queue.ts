import type { Instant } from '../kernel/instants.ts';
import type { Erasure } from './effects.ts';
import type { EvidenceTerms } from './evidence-life.ts';

/** What the queue of background work carries; ids and HMACs only. */
export type JobOrder =
  | ({ readonly job: 'erasure'; readonly profileId: string } & Erasure)
  /** The deleted row has passed the stream: what was written behind it meanwhile is purged. */
  | { readonly job: 'erasure-after'; readonly profileId: string }
  /** Something ended: the evidence of the person gets its term. */
  | ({ readonly job: 'evidence'; readonly profileId: string } & EvidenceTerms)
  /** One page of work that concerns everybody; `page` is the one of the segment that is next. */
  | { readonly job: 'crowd'; readonly id: string; readonly segment: number; readonly page: number }
  /** A human lifted a suppression: SES's list, and then the address row (P-79, P-84). */
  | { readonly job: 'lift'; readonly profileId: string; readonly address: string; readonly at: Instant };

export interface JobsQueue {
  /** Rejects with RetryableError. An order may come twice. `delay` in seconds, at most 900. */
  enqueue(orders: readonly JobOrder[], options?: { readonly delay?: number }): Promise<void>;
}
