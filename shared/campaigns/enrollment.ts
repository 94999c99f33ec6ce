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
  /** What steps came to, as far as the campaign reads it: path below `steps.` to value. Absent: nothing yet. */
  readonly results?: { readonly [path: string]: Json } | undefined;
  /** Events since its beginning that a `waitFor` ahead waits for, oldest first. Absent: none. */
  readonly heard?: readonly Heard[] | undefined;
  /** How many `emit` steps lie before its trigger; absent: none. */
  readonly depth?: number | undefined;
}

/** An event that came before the run stood at the `waitFor` that it is for: heard once, by the first that the run comes to. */
export interface Heard {
  /** Hash of its id. */
  readonly event: string;
  readonly occurredAt: Instant;
  /** Ids of the `waitFor` steps that it fits. */
  readonly steps: readonly string[];
  /** What of it the campaign reads, as in the results of the run. */
  readonly results?: { readonly [path: string]: Json } | undefined;
}

/** A clock of silence: runs from the latest `after` event of a key, and starts the campaign when it runs out. */
export interface Silence {
  readonly campaign: string;
  /** Index of the trigger within the campaign. */
  readonly trigger: number;
  readonly key: string | null;
  /** Of that event. */
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: Instant;
  readonly properties: { readonly [name: string]: Json };
  readonly dueAt: Instant;
}

/** A date of the profile that will come near. */
export interface ComingDate {
  readonly campaign: string;
  /** Index of the trigger within the campaign. */
  readonly trigger: number;
  readonly key: string | null;
  /** The day itself, `2027-03-20`, and how long before it the campaign starts, `P30D`. */
  readonly day: string;
  readonly before: string;
  readonly dueAt: Instant;
  /** Of one that comes round: the year that was told last, 0 for none (P-95). Absent: it comes once. */
  readonly told?: number | undefined;
}

/**
 * An event that ends runs, or that they wait for, remembered for `lateness`: it may arrive before the event that starts them. Of
 * each campaign, key and kind the latest; of awaited ones as many as there are steps that wait for them.
 */
export interface Ending {
  readonly campaign: string;
  /** Null: whatever the key. */
  readonly key: string | null;
  readonly what: 'exit' | 'goal' | 'silence' | 'wait';
  readonly occurredAt: Instant;
  /** Hash of the event's id: the event that starts a run does not end it. */
  readonly event: string;
  /** The event's type. */
  readonly by: string;
  /** Of a goal. */
  readonly value?: number | undefined;
  /** Of an awaited event, as in `Heard`. */
  readonly steps?: Heard['steps'] | undefined;
  readonly results?: Heard['results'] | undefined;
}

/** A goal that a run may still reach, also after its end. */
export interface OpenGoal {
  readonly campaign: string;
  readonly enrollmentId: string;
  readonly key: string | null;
  readonly since: Instant;
  readonly until: Instant;
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
