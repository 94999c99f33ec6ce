import type { Grant, Permission } from '../consent/consent.ts';
import { consentFor, consentState } from '../consent/consent-state.ts';
import type { LedgerEntry } from '../consent/ledger.ts';
import { DAY, type Instant } from '../kernel/instants.ts';
import type { Draft } from './draft.ts';
import type { Input } from './input.ts';
import type { Person } from './person.ts';

/** How long evidence is kept behind the end of what it proves, as the settings had it when that ended. Durations in ms. */
export interface EvidenceTerms {
  /** When the end was known: heed could have sent until then, so the limitation period counts from there. */
  readonly at: Instant;
  /** P-62. */
  readonly proofFor: number;
  /** P-37: what nobody confirmed, behind its expiry. */
  readonly forgetAfter: number;
  readonly confirmWithin: number;
}

/** DynamoDB deletes "within a few days" of a TTL: what must be gone by a day is marked for so much earlier. */
const TTL_LAG = 3 * DAY;

/** Of what is neither consent nor request nothing ends: it is kept with the profile. */
const OF_CONSENT: ReadonlySet<LedgerEntry['kind']> = new Set([
  'consent.requested',
  'consent.granted',
  'consent.withdrawn',
  'consent.expired',
  'consent.cancelled',
]);

function standingGrant({ permission, address }: Person, entry: LedgerEntry, now: Instant): Grant | null {
  const settled = { ...permission, requests: [] };
  const { state } = consentState(settled, entry.topic, address?.hmac ?? null, now, entry.purpose);
  return state === 'granted' ? (consentFor(permission, entry.topic, entry.purpose)?.grant ?? null) : null;
}

/** True where the grant in force rests on this row: its own, that of the request behind it, or what an undo took up again. */
function isInUse(person: Person, entry: LedgerEntry, now: Instant): boolean {
  const grant = standingGrant(person, entry, now);
  if (!grant || (entry.kind !== 'consent.granted' && entry.kind !== 'consent.requested')) return false;
  if (entry.requestId !== null && entry.requestId === grant.requestId) return true;
  if (entry.kind !== 'consent.granted') return false;
  return entry.at === grant.at || (grant.method === 'undo' && entry.textHash === grant.textHash);
}

/** When a request ended that nobody confirmed; null where it waits, or was confirmed. */
export function unconfirmedEnd(
  requestId: string,
  ledger: readonly LedgerEntry[],
  permission: Permission,
  { confirmWithin }: EvidenceTerms,
): Instant | null {
  const rows = ledger.filter((each) => each.requestId === requestId);
  if (rows.some((each) => each.kind === 'consent.granted')) return null;
  if (permission.requests.some((each) => each.requestId === requestId)) return null;
  const told = rows.filter((each) => each.kind === 'consent.expired' || each.kind === 'consent.cancelled');
  const ends = told.length > 0 ? told.map((each) => each.at) : rows.map((each) => each.at + confirmWithin);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Until when what belongs to an unconfirmed request may stay, so that it is gone `forgetAfter` behind its end. */
export function unconfirmedUntil(end: Instant, { forgetAfter }: EvidenceTerms): Instant {
  return end + Math.max(forgetAfter - TTL_LAG, 0);
}

/**
 * Until when a row of evidence is kept: null while its permission stands or its request waits (and for what is no evidence of
 * consent), else the limitation period behind the end of use (P-62), and much less for what was never confirmed (P-37).
 * `ledger`: all evidence of the person, those of merged profiles included. `now` in ms.
 */
export function keptUntil(
  person: Person,
  entry: LedgerEntry,
  ledger: readonly LedgerEntry[],
  terms: EvidenceTerms,
  now: Instant,
): Instant | null {
  if (!OF_CONSENT.has(entry.kind) || isInUse(person, entry, now)) return null;
  if (entry.requestId === null || entry.kind === 'consent.withdrawn') return terms.at + terms.proofFor;
  if (person.permission.requests.some((each) => each.requestId === entry.requestId)) return null;
  const end = unconfirmedEnd(entry.requestId, ledger, person.permission, terms);
  return end === null ? terms.at + terms.proofFor : unconfirmedUntil(end, terms);
}

function standing({ permission, address }: Person, now: Instant): readonly string[] {
  const settled = { ...permission, requests: [] };
  return permission.consents
    .filter(
      ({ topic, purpose }) => consentState(settled, topic, address?.hmac ?? null, now, purpose).state === 'granted',
    )
    .map(({ topic, purpose, grant }) => JSON.stringify([topic, purpose, grant?.at, grant?.requestId]));
}

const ENDS: ReadonlySet<LedgerEntry['kind']> = new Set(['consent.withdrawn', 'consent.expired', 'consent.cancelled']);

/** A grant that another took the place of, or that an address took away, ends as surely as one that was withdrawn. */
function hasEnded(draft: Draft, before: Person): boolean {
  if (draft.ledger.some((each) => ENDS.has(each.kind))) return true;
  const { person, now } = draft;
  const moved = person.address?.hmac !== before.address?.hmac;
  if (person.permission === before.permission && !moved) return false;
  // Back at an address of before, its permissions stand again, and with them their evidence.
  if (moved && before.permission.consents.length > 0) return true;
  const isStanding = new Set(standing(person, now));
  return standing(before, now).some((each) => !isStanding.has(each));
}

/** Requests that left the row without a word in the ledger: their mail was never sent, or newer ones crowded them out. */
function hasDropped({ person }: Draft, before: Person): boolean {
  if (person.permission.requests === before.permission.requests) return false;
  const kept = new Set(person.permission.requests.map((each) => each.requestId));
  return before.permission.requests.some((each) => !kept.has(each.requestId));
}

/**
 * Orders that the evidence of what this decision ended, or took up again, gets its term (docs/decisions/0020-end-of-evidence.md). A
 * merge moves permissions and keeps their evidence where it is: only the one that stays has anything to order.
 */
export function endEvidence(draft: Draft, before: Person, kind: Input['kind']): void {
  const { person, now, workspace } = draft;
  if (person.erasedAt !== null || kind === 'merge-away' || kind === 'merge-done') return;
  const isMoved = (kind === 'undo' || kind === 'merge-in') && person !== before;
  if (!isMoved && !hasEnded(draft, before) && !hasDropped(draft, before)) return;
  const { proofFor, forgetUnconfirmedAfter: forgetAfter, confirmWithin } = workspace.settings.permission;
  draft.effects.push({ type: 'evidence', at: now, proofFor, forgetAfter, confirmWithin });
}
