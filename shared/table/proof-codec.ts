import type { LedgerEntry } from '../consent/ledger.ts';
import { type Instant, SECOND } from '../kernel/instants.ts';
import type { ErasureNote, ProofTerms } from '../person/erasure-store.ts';
import { type Item, itemKey } from './item-key.ts';
import { erasureKey, proofKey, TTL } from './keys.ts';
import { withoutNulls } from './ledger-codec.ts';

const ENTRY = 'entry';

/** What proves a consent or withdrawal without telling of the person: no text, no IP, no user agent, no request (P-56, P-62). */
export type Proof = Pick<
  LedgerEntry,
  | 'id'
  | 'at'
  | 'recordedAt'
  | 'kind'
  | 'topic'
  | 'purpose'
  | 'basis'
  | 'method'
  | 'textHash'
  | 'actor'
  | 'controller'
  | 'privacyNotice'
>;

export function proofOf(entry: LedgerEntry): Proof {
  const { id, at, recordedAt, kind, topic, purpose, basis, method, textHash, actor, controller, privacyNotice } = entry;
  const shown = { textHash, actor, controller, privacyNotice };
  return { id, at, recordedAt, kind, topic, purpose, basis, method: methodWord(method), ...shown };
}

/** `method` is the company's own text; only a word of the kind that forms and links have is known to be no personal data. */
function methodWord(method: string): string {
  return /^[a-z0-9-]{1,40}$/.test(method) ? method : 'other';
}

/** Under the address that the evidence was for, else under the profile. */
export function proofRow(entry: LedgerEntry, { profileHmac, keepUntil }: ProofTerms): Item {
  return {
    ...itemKey(proofKey(entry.address ?? profileHmac, entry.at, entry.id)),
    [ENTRY]: { S: JSON.stringify(proofOf(entry), withoutNulls) },
    [TTL]: ttl(keepUntil),
  };
}

export function erasureRow(hmac: string, { at, reason, keepUntil }: ErasureNote): Item {
  return { ...itemKey(erasureKey(hmac, at)), reason: { S: reason }, [TTL]: ttl(keepUntil) };
}

export function ttl(at: Instant): { N: string } {
  return { N: String(Math.floor(at / SECOND)) };
}
