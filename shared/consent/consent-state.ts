import type { Instant } from '../kernel/instants.ts';
import { isStopped } from './address-state.ts';
import type { Basis, Consent, Permission, Purpose } from './consent.ts';

/**
 * What a permission amounts to at one instant. `why` tells a missing one apart the way permission.md 1.5 names it:
 * a withdrawal of one topic is `topic`, one of everything that a return has lifted since is `everything`.
 */
export type ConsentState =
  | { readonly state: 'granted'; readonly basis: Basis; readonly grantedAt: Instant; readonly requestId: string | null }
  | { readonly state: 'pending'; readonly requestedAt: Instant; readonly expiresAt: Instant }
  | { readonly state: 'withdrawn'; readonly by: 'topic' | 'everything'; readonly withdrawnAt: Instant }
  | { readonly state: 'expired'; readonly basis: Basis; readonly expiredAt: Instant }
  /** Nobody ever asked, or `otherAddress`: the grant is bound to an address that the profile no longer has (P-51). */
  | { readonly state: 'none'; readonly otherAddress: boolean };

export function consentFor(permission: Permission, topic: string | null, purpose: Purpose): Consent | undefined {
  return permission.consents.find((each) => each.topic === topic && each.purpose === purpose);
}

/** The state without looking at requests that wait. Ties resolve to withdrawn (P-44). */
function settledState(
  permission: Permission,
  consent: Consent | undefined,
  address: string | null,
  now: Instant,
): ConsentState {
  const grant = consent?.grant ?? null;
  const withdrawnAt = consent?.withdrawnAt ?? null;
  if (withdrawnAt !== null && (grant === null || grant.at <= withdrawnAt)) {
    return { state: 'withdrawn', by: 'topic', withdrawnAt };
  }
  if (grant === null) return { state: 'none', otherAddress: false };
  if (permission.stoppedAt !== null && grant.at <= permission.stoppedAt) {
    return { state: 'withdrawn', by: 'everything', withdrawnAt: permission.stoppedAt };
  }
  if (grant.address !== null && grant.address !== address) return { state: 'none', otherAddress: true };
  if (grant.expiresAt !== undefined && now >= grant.expiresAt) {
    return { state: 'expired', basis: grant.basis, expiredAt: grant.expiresAt };
  }
  return { state: 'granted', basis: grant.basis, grantedAt: grant.at, requestId: grant.requestId };
}

/**
 * The state of one topic for the address that the profile has now (its HMAC, or null). A pending request shows where no grant
 * stands, and only while it can still be confirmed. Stop-everything of the whole person is a gate of its own: see `hasStoppedEverything`.
 */
export function consentState(
  permission: Permission,
  topic: string | null,
  address: string | null,
  now: Instant,
  purpose: Purpose = 'marketing.email',
): ConsentState {
  const settled = settledState(permission, consentFor(permission, topic, purpose), address, now);
  if (settled.state === 'granted' || topic === null) return settled;
  const request = permission.requests.findLast(
    (each) =>
      each.topics.includes(topic) &&
      each.address === address &&
      now < each.expiresAt &&
      isConfirmable(permission, each.requestedAt, topic),
  );
  if (!request) return settled;
  return { state: 'pending', requestedAt: request.requestedAt, expiresAt: request.expiresAt };
}

/** P-38: a withdrawal that came after the request overtakes it. */
export function isConfirmable(permission: Permission, requestedAt: Instant, topic: string): boolean {
  const withdrawnAt = consentFor(permission, topic, 'marketing.email')?.withdrawnAt ?? null;
  if (withdrawnAt !== null && requestedAt <= withdrawnAt) return false;
  return permission.stoppedAt === null || requestedAt > permission.stoppedAt;
}

/** True while the person asked for nothing at all and did not come back by a confirmed POST since. */
export function hasStoppedEverything(permission: Permission): boolean {
  return isStopped(permission);
}
