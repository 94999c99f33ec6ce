import type {
  ComingDate,
  EndedEnrollment,
  Ending,
  Enrollment,
  Entry,
  OpenGoal,
  Silence,
} from '../campaigns/enrollment.ts';
import type { SuppressionReason } from '../consent/address-state.ts';
import { type Care, noCare } from '../consent/care.ts';
import { noPermission, type Permission } from '../consent/consent.ts';
import { noPreferences, type Preferences } from '../consent/preferences.ts';
import { type Reach, unknownReach } from '../consent/reach.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Message, RecentMessage } from '../messages/message.ts';
import type { Address } from '../profiles/address.ts';
import type { Traits } from '../profiles/traits.ts';
import type { Erasure } from './effects.ts';
import type { MergedFrom } from './merge.ts';

/** How often an event came, and when first and last; of types with `remember: true` only. */
export interface Counter {
  readonly count: number;
  readonly first: Instant;
  readonly last: Instant;
}

/** Everything heed knows that can influence a decision about one person: one row, one version. */
export interface Person {
  readonly profileId: string;
  /** 0 while nothing is stored. Every commit bumps it; a claim is made on it. */
  readonly version: number;
  /** The newest release the row has seen: an older cache must refresh before it decides. */
  readonly release: number;
  readonly traits: Traits;
  readonly address: Address | null;
  /** What feedback said of the present address; the address row is the truth for all its holders. */
  readonly suppression: { readonly reason: SuppressionReason; readonly since: Instant } | null;
  /** Soft bounces of the present address on distinct days of the last 14, oldest first (permission.md 1.4). */
  readonly softBounces: readonly Instant[];
  readonly reach: Reach;
  readonly permission: Permission;
  readonly preferences: Preferences;
  readonly care: Care;
  readonly enrollments: readonly Enrollment[];
  readonly messages: readonly Message[];
  /** Ended within 30 days, newest last, at most 50. */
  readonly recent: readonly RecentMessage[];
  readonly ended: readonly EndedEnrollment[];
  readonly entries: readonly Entry[];
  readonly silences: readonly Silence[];
  readonly comingDates: readonly ComingDate[];
  /** Of the last three days, at most 50. */
  readonly endings: readonly Ending[];
  readonly goals: readonly OpenGoal[];
  /** Ring of the 32 last event-id hashes, oldest first. */
  readonly seen: readonly string[];
  readonly counters: Readonly<Record<string, Counter>>;
  /** A change of address that waits for its confirmation at the new one (P-32). */
  readonly pendingAddress: PendingAddress | null;
  /** When a sign-up that nobody confirmed is forgotten (P-37); null for everybody else. */
  readonly forgetAt: Instant | null;
  /** Deciding about its timers threw, which is a bug: none fires before. Null for everybody else. */
  readonly timersRestUntil: Instant | null;
  /** Set by an erasure: nothing is decided any more, the row only waits for its deletion. */
  readonly erasedAt: Instant | null;
  /** What is ordered again until the row is gone: the relay may have given up the first order. Null for everybody else. */
  readonly erasure: PendingErasure | null;
  /** When a link to the export was last sent: one at a time (P-60). */
  readonly exportAskedAt: Instant | null;
  /** The profile that this one was merged into: its links act there. */
  readonly mergedInto: string | null;
  /** Profiles that were merged into this one: their evidence stays in their own ledgers. */
  readonly mergedFrom: readonly MergedFrom[];
}

/** Of somebody who was erased: nothing but what the job needs. */
export interface PendingErasure extends Pick<Erasure, 'address' | 'reason' | 'keepUntil'> {
  /** Profiles that were merged into this one. */
  readonly others: readonly string[];
  /** When the job is ordered again. */
  readonly againAt: Instant;
}

/** The new address is kept until it is confirmed there or the request expires. */
export interface PendingAddress extends Address {
  readonly requestId: string;
  readonly requestedAt: Instant;
  readonly expiresAt: Instant;
}

export function newPerson(profileId: string): Person {
  return {
    profileId,
    version: 0,
    release: 0,
    traits: {},
    address: null,
    suppression: null,
    softBounces: [],
    reach: unknownReach,
    permission: noPermission,
    preferences: noPreferences,
    care: noCare,
    enrollments: [],
    messages: [],
    recent: [],
    ended: [],
    entries: [],
    silences: [],
    comingDates: [],
    endings: [],
    goals: [],
    seen: [],
    counters: {},
    pendingAddress: null,
    forgetAt: null,
    timersRestUntil: null,
    erasedAt: null,
    erasure: null,
    exportAskedAt: null,
    mergedInto: null,
    mergedFrom: [],
  };
}
