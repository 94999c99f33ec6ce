import type { Instant } from '../kernel/instants.ts';
import type { Basis, Consent, Grant, Permission, Purpose } from './consent.ts';
import { consentFor } from './consent-state.ts';

function upsert(permission: Permission, changed: Consent): Permission {
  const others = permission.consents.filter((each) => each.topic !== changed.topic || each.purpose !== changed.purpose);
  return { ...permission, consents: [...others, changed] };
}

const express: ReadonlySet<Basis> = new Set(['express-doi', 'express']);

/**
 * The stronger of two grants: an implied one never takes the place of an express one, else the later; of two at one instant the
 * one whose evidence sorts last, so that order never matters.
 */
function stronger(left: Grant, right: Grant): Grant {
  if (express.has(left.basis) !== express.has(right.basis)) return express.has(left.basis) ? left : right;
  if (left.at !== right.at) return left.at > right.at ? left : right;
  return JSON.stringify(left) >= JSON.stringify(right) ? left : right;
}

/** Adds a grant to the fold. Gives the same object when an equal or later one is held already. */
export function withGrant(permission: Permission, topic: string | null, purpose: Purpose, grant: Grant): Permission {
  const held = consentFor(permission, topic, purpose) ?? { topic, purpose, grant: null, withdrawnAt: null };
  const winner = held.grant ? stronger(held.grant, grant) : grant;
  if (winner === held.grant) return permission;
  return upsert(permission, { ...held, grant: winner });
}

/** Adds a withdrawal of one topic (or of a purpose without topics). Gives the same object when a later one is held. */
export function withWithdrawal(
  permission: Permission,
  topic: string | null,
  purpose: Purpose,
  at: Instant,
): Permission {
  const held = consentFor(permission, topic, purpose) ?? { topic, purpose, grant: null, withdrawnAt: null };
  if (held.withdrawnAt !== null && held.withdrawnAt >= at) return permission;
  return upsert(permission, { ...held, withdrawnAt: at });
}

/** Stop everything: every grant up to `at` is over, whatever its topic. */
export function withStop(permission: Permission, at: Instant): Permission {
  if (permission.stoppedAt !== null && permission.stoppedAt >= at) return permission;
  return { ...permission, stoppedAt: at };
}

/**
 * Only a confirmed POST lifts a stop-everything; the grants before it stay over. Kept where nothing is stopped too: a
 * stop-everything of an earlier moment may still be on its way, and their order must not matter (P-44).
 */
export function withReturn(permission: Permission, at: Instant): Permission {
  if (permission.resumedAt !== null && permission.resumedAt >= at) return permission;
  return { ...permission, resumedAt: at };
}

/** A grant recorded before the profile had an address binds to the first one it gets (P-51). */
export function bindToFirstAddress(permission: Permission, address: string): Permission {
  if (!permission.consents.some((each) => each.grant?.address === null)) return permission;
  const bound = (consent: Consent): Consent =>
    consent.grant && consent.grant.address === null ? { ...consent, grant: { ...consent.grant, address } } : consent;
  return { ...permission, consents: permission.consents.map(bound) };
}

/** Remembers that the end of the grant that is held was told. */
export function withExpiryTold(permission: Permission, topic: string | null, purpose: Purpose): Permission {
  const held = consentFor(permission, topic, purpose);
  if (held?.grant?.expiresAt === undefined) return permission;
  return upsert(permission, { ...held, expiryTold: held.grant.expiresAt });
}
