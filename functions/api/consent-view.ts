import type * as z from 'zod';
import type { Told } from '../../shared/api/endpoint.ts';
import type { consentSchema } from '../../shared/api/profile.ts';
import { type AddressState, isStopped } from '../../shared/consent/address-state.ts';
import type { Permission, Purpose } from '../../shared/consent/consent.ts';
import { consentFor, consentState, hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import type { LedgerEntry } from '../../shared/consent/ledger.ts';
import { type Instant, isoInstant } from '../../shared/kernel/instants.ts';

/** One permission as the API tells it; instants are ISO text, null where there is none. */
export type ConsentView = Told<z.input<typeof consentSchema>>;

const nothing = {
  basis: null,
  grantedAt: null,
  method: null,
  withdrawnAt: null,
  requestedAt: null,
  expiresAt: null,
} satisfies Partial<ConsentView>;

type Standing = Pick<ConsentView, 'state'> & Partial<Pick<ConsentView, 'withdrawnAt' | 'requestedAt' | 'expiresAt'>>;

/** A person's permission with what another holder of the address said about it: stop everything is of the address (P-52). */
export function permissionWithAddress(permission: Permission, address: AddressState | null): Permission {
  if (!address || !isStopped(address)) return permission;
  const stoppedAt = Math.max(permission.stoppedAt ?? 0, address.stoppedAt ?? 0);
  return { ...permission, stoppedAt, resumedAt: null };
}

/**
 * Every topic and purpose that was ever asked for or granted, each in its present state. Requests that nobody answered are
 * forgotten by the row and remembered by the ledger, `evidence`, newest first.
 */
export function consentViews(
  permission: Permission,
  evidence: readonly LedgerEntry[],
  addressHmac: string | null,
  now: Instant,
): ConsentView[] {
  const asked = permission.requests.flatMap((request) => request.topics);
  const known = permission.consents.map((each) => ({ topic: each.topic, purpose: each.purpose }));
  const waiting = [...new Set(asked)]
    .filter((topic) => !consentFor(permission, topic, 'marketing.email'))
    .map((topic) => ({ topic, purpose: 'marketing.email' as const }));
  const views = [...known, ...waiting].map(({ topic, purpose }) =>
    consentView(permission, topic, purpose, addressHmac, now),
  );
  const told = new Set(views.map((view) => view.topic));
  return [...views, ...unanswered(evidence).filter((view) => !told.has(view.topic))];
}

/** Topics whose newest evidence is that the request for them expired. */
function unanswered(evidence: readonly LedgerEntry[]): ConsentView[] {
  const newest = new Map<string, LedgerEntry>();
  for (const entry of evidence) {
    if (entry.topic !== null && !newest.has(entry.topic)) newest.set(entry.topic, entry);
  }
  const expired = [...newest.values()].filter((entry) => entry.kind === 'consent.expired');
  return expired.map(({ topic, purpose, at }) => ({
    ...nothing,
    topic,
    purpose,
    state: 'expired',
    expiresAt: isoInstant(at),
  }));
}

function consentView(
  permission: Permission,
  topic: string | null,
  purpose: Purpose,
  addressHmac: string | null,
  now: Instant,
): ConsentView {
  const grant = consentFor(permission, topic, purpose)?.grant ?? null;
  const granted = grant ? { basis: grant.basis, grantedAt: isoInstant(grant.at), method: grant.method } : {};
  return {
    ...nothing,
    topic,
    purpose,
    ...granted,
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
      if (!hasStoppedEverything(permission)) return { state: 'granted', ...endOf(permission, topic, purpose) };
      return { state: 'withdrawn', withdrawnAt: isoInstant(permission.stoppedAt ?? found.grantedAt) };
    case 'pending':
      return { state: 'pending', requestedAt: isoInstant(found.requestedAt), expiresAt: isoInstant(found.expiresAt) };
    case 'withdrawn':
      return { state: 'withdrawn', withdrawnAt: isoInstant(found.withdrawnAt) };
    case 'expired':
      return { state: 'expired', expiresAt: isoInstant(found.expiredAt) };
    case 'none':
      if (hasStoppedEverything(permission) && permission.stoppedAt !== null)
        return { state: 'withdrawn', withdrawnAt: isoInstant(permission.stoppedAt) };
      // Either the request ended unanswered, or the grant was for an address that the profile no longer has (P-51).
      return { state: 'expired', ...expiredRequest(permission, topic) };
  }
}

/** When a grant ends by itself (P-47). */
function endOf(permission: Permission, topic: string | null, purpose: Purpose): Pick<Standing, 'expiresAt'> {
  const expiresAt = consentFor(permission, topic, purpose)?.grant?.expiresAt;
  return expiresAt === undefined ? {} : { expiresAt: isoInstant(expiresAt) };
}

function expiredRequest(permission: Permission, topic: string | null): Pick<Standing, 'requestedAt' | 'expiresAt'> {
  const request = topic === null ? undefined : permission.requests.findLast((each) => each.topics.includes(topic));
  if (!request) return {};
  return { requestedAt: isoInstant(request.requestedAt), expiresAt: isoInstant(request.expiresAt) };
}
