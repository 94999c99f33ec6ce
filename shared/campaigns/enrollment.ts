import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Json } from '../kernel/json.ts';

/** One run of a campaign for one person. */
export interface Enrollment {
  /** `campaign:key:triggerEventId`, without a key `campaign:triggerEventId`: the same cause makes the same id. */
  readonly enrollmentId: string;
  readonly campaign: string;
  /** Hash of the definition it started with. */
  readonly pin: string;
  readonly key: string | null;
  readonly startedAt: Instant;
  /** Of the trigger: what conditions and templates see as `properties` and `event`. */
  readonly event: { readonly type: string; readonly occurredAt: Instant };
  readonly properties: { readonly [name: string]: Json };
  /** Index of the current step. */
  readonly position: number;
  /** While in a wait: its due moment; null while the current step is a send whose message is in flight. */
  readonly dueAt: Instant | null;
}

/** Remembered after the end for `lateness`, so that a redelivered trigger starts nothing twice. */
export interface EndedEnrollment {
  readonly hash: string;
  /** Occurrence of the trigger: forgotten once any repetition of it would be late. */
  readonly at: Instant;
}

/** The last entry into a campaign, for reentry. `key` is a hash, null for the campaign as a whole. */
export interface Entry {
  readonly campaign: string;
  readonly key: string | null;
  readonly at: Instant;
}

export function enrollmentIdOf(campaign: string, key: string | null, triggerEventId: string): string {
  return key === null ? `${campaign}:${triggerEventId}` : `${campaign}:${key}:${triggerEventId}`;
}

/** 48 bits are plenty among the few enrollments that one person ends in three days. */
export function endedHash(enrollmentId: string): string {
  return derivedId('ended', enrollmentId).slice(0, 8);
}
