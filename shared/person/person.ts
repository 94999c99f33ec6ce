import type { EndedEnrollment, Enrollment, Entry } from '../campaigns/enrollment.ts';
import type { SuppressionReason } from '../consent/address-state.ts';
import { noPermission, type Permission } from '../consent/consent.ts';
import type { Instant } from '../kernel/instants.ts';
import type { Message, RecentMessage } from '../messages/message.ts';
import type { Address } from '../profiles/address.ts';
import type { Traits } from '../profiles/traits.ts';

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
  readonly permission: Permission;
  readonly enrollments: readonly Enrollment[];
  readonly messages: readonly Message[];
  /** Ended within 30 days, newest last, at most 50. */
  readonly recent: readonly RecentMessage[];
  readonly ended: readonly EndedEnrollment[];
  readonly entries: readonly Entry[];
  /** Ring of the 32 last event-id hashes, oldest first. */
  readonly seen: readonly string[];
  readonly counters: Readonly<Record<string, Counter>>;
}

export function newPerson(profileId: string): Person {
  return {
    profileId,
    version: 0,
    release: 0,
    traits: {},
    address: null,
    suppression: null,
    permission: noPermission,
    enrollments: [],
    messages: [],
    recent: [],
    ended: [],
    entries: [],
    seen: [],
    counters: {},
  };
}
