import { isStopped, type AddressState } from '../../shared/consent/address-state.ts';
import type { Basis, Permission, Purpose } from '../../shared/consent/consent.ts';
import { consentFor, consentState, hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import { type Instant, isoInstant } from '../../shared/kernel/instants.ts';

/** One permission as the API tells it; instants are ISO text, null where there is none. */
export interface ConsentView {
  readonly topic: string | null;
  readonly purpose: Purpose;
  readonly state: 'pending' | 'granted' | 'withdrawn' | 'expired';
  readonly basis: Basis | null;
  readonly grantedAt: string | null;
  readonly method: string | null;
  readonly withdrawnAt: string | null;
  readonly requestedAt: string | null;
  /** Of a request that waits, or the moment it ended unanswered. */
  readonly expiresAt: string | null;
}

type Standing = Pick<ConsentView, 'state'> & Partial<Pick<ConsentView, 'withdrawnAt' | 'requestedAt' | 'expiresAt'>>;

/** A person's permission with what another holder of the address said about it: stop everything is of the address (P-52). */
export function permissionWithAddress(permission: Permission, address: AddressState | null): Permission {
  if (!address || !isStopped(address)) return permission;
  const stoppedAt = Math.max(permission.stoppedAt ?? 0, address.stoppedAt ?? 0);
  return { ...permission, stoppedAt, resumedAt: null };
}

/** Every topic and purpose that was ever asked for or granted, each in its present state. */
export function consentViews(permission: Permission, addressHmac: string | null, now: Instant): ConsentView[] {
  const asked = permission.requests.flatMap((request) => request.topics);
  const known = permission.consents.map((each) => ({ topic: each.topic, purpose: each.purpose }));
  const waiting = [...new Set(asked)]
    .filter((topic) => !consentFor(permission, topic, 'marketing.email'))
    .map((topic) => ({ topic, purpose: 'marketing.email' as const }));
  return [...known, ...waiting].map(({ topic, purpose }) => consentView(permission, topic, purpose, addressHmac, now));
}

function consentView(
  permission: Permission,
  topic: string | null,
  purpose: Purpose,
  addressHmac: string | null,
  now: Instant,
): ConsentView {
  const grant = consentFor(permission, topic, purpose)?.grant ?? null;
  return {
    topic,
    purpose,
    basis: grant?.basis ?? null,
    grantedAt: grant ? isoInstant(grant.at) : null,
    method: grant?.method ?? null,
    withdrawnAt: null,
    requestedAt: null,
    expiresAt: null,
    ...standing(permission, topic, purpose, addressHmac, now),
  };
}

function standing(
  permission: Permission,
  topic: string | null,
  purpose: Purpose,
  addressHmac: string | null,
  now: Instant,
): Standing {
  const found = consentState(permission, topic, addressHmac, now, purpose);
  switch (found.state) {
    case 'granted':
      // A grant recorded after a stop-everything does not lift it: only a confirmed POST does.
      if (!hasStoppedEverything(permission)) return { state: 'granted' };
      return { state: 'withdrawn', withdrawnAt: isoInstant(permission.stoppedAt ?? found.grantedAt) };
    case 'pending':
      return { state: 'pending', requestedAt: isoInstant(found.requestedAt), expiresAt: isoInstant(found.expiresAt) };
    case 'withdrawn':
      return { state: 'withdrawn', withdrawnAt: isoInstant(found.withdrawnAt) };
    case 'none':
      // Either the request ended unanswered, or the grant was for an address that the profile no longer has (P-51).
      return { state: 'expired', ...expiredRequest(permission, topic) };
  }
}

function expiredRequest(permission: Permission, topic: string | null): Pick<Standing, 'requestedAt' | 'expiresAt'> {
  const request = topic === null ? undefined : permission.requests.findLast((each) => each.topics.includes(topic));
  if (!request) return {};
  return { requestedAt: isoInstant(request.requestedAt), expiresAt: isoInstant(request.expiresAt) };
}
