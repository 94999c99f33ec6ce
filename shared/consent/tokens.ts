import { createHmac, timingSafeEqual } from 'node:crypto';
import { DAY, type Instant, isoDay } from '../kernel/instants.ts';
import type { MacKeys } from './mac-keys.ts';

/** What a link may do; a token of one purpose is refused at any other endpoint (P-30). */
export type Token =
  /** `topic` null: everything. Never expires (P-10). `messageId` ties the withdrawal to its mail where there was one. */
  | {
      readonly purpose: 'unsubscribe';
      readonly profileId: string;
      readonly topic: string | null;
      readonly messageId: string | null;
    }
  | { readonly purpose: 'preferences'; readonly profileId: string; readonly expiresAt: Instant }
  | { readonly purpose: 'confirm'; readonly profileId: string; readonly requestId: string; readonly expiresAt: Instant }
  | { readonly purpose: 'not-me'; readonly profileId: string; readonly requestId: string; readonly expiresAt: Instant }
  | { readonly purpose: 'subscribe'; readonly profileId: string; readonly expiresAt: Instant }
  /** Posted at a new address, it makes that the person's (P-32). */
  | { readonly purpose: 'address'; readonly profileId: string; readonly requestId: string; readonly expiresAt: Instant }
  /** Takes back what the POST at `withdrawnAt` ended: topics, `null` for `tracking.email`; `all` for a stop-everything. */
  | {
      readonly purpose: 'undo';
      readonly profileId: string;
      readonly withdrawnAt: Instant;
      readonly topics: readonly (string | null)[];
      readonly all: boolean;
      readonly expiresAt: Instant;
    }
  | { readonly purpose: 'export'; readonly profileId: string; readonly expiresAt: Instant };

export type Purpose = Token['purpose'];
type Verified<P extends Purpose> =
  | { readonly ok: true; readonly token: Extract<Token, { purpose: P }> }
  | { readonly ok: false; readonly reason: 'bad-token' | 'expired' };

/** P-60: life of a link to the export; no setting, because the rule is a bound. */
export const EXPORT_LINK_FOR = DAY;

/** Letters; whatever is longer is no token of ours. */
export const LONGEST_TOKEN = 1_024;

const VERSION = '1';
// A month of this century: a forged id may not make KMS derive keys without end.
const KEY_ID = /^20\d{2}(0[1-9]|1[0-2])$/;

/** Signing keys live a calendar month: `202611`. Every one derives from the KMS key, so retired ones still verify (P-31). */
function keyIdAt(at: Instant): string {
  return new Date(at).toISOString().slice(0, 7).replace('-', '');
}

/** The month's key, or where it is compromised the newest one before it that is not: keys of other months say nothing of it. */
function signingKeyAt(now: Instant, revoked: readonly number[]): string {
  let at = now;
  while (revoked.includes(Number(keyIdAt(at)))) at = Date.parse(`${isoDay(at).slice(0, 7)}-01T00:00:00Z`) - DAY;
  return keyIdAt(at);
}

/** P-31: no link but an unsubscribe lives longer, so whatever a key of that age still signs was made by a thief of it. */
const LONGEST_LIFE = 92 * DAY;

function isRetired(keyId: string, now: Instant): boolean {
  return now - Date.parse(`${keyId.slice(0, 4)}-${keyId.slice(4)}-01T00:00:00Z`) > LONGEST_LIFE + 31 * DAY;
}

function signature(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Decodes only the canonical form: the one text that encodes these bytes. */
function decodeCanonical(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

const letters = {
  unsubscribe: 'u',
  preferences: 'p',
  confirm: 'c',
  'not-me': 'n',
  subscribe: 's',
  export: 'x',
  address: 'a',
  undo: 'z',
} as const satisfies Record<Purpose, string>;

// An array, not an object: tokens stand in mails, and every byte is wrapped and copied.
function payloadOf(token: Token): string {
  const { purpose, profileId } = token;
  switch (token.purpose) {
    case 'unsubscribe':
      return JSON.stringify([letters[purpose], profileId, token.topic, token.messageId]);
    case 'confirm':
    case 'not-me':
    case 'address':
      return JSON.stringify([letters[purpose], profileId, token.requestId, token.expiresAt]);
    case 'undo':
      return JSON.stringify([letters[purpose], profileId, token.withdrawnAt, token.topics, token.all, token.expiresAt]);
    case 'preferences':
    case 'subscribe':
    case 'export':
      return JSON.stringify([letters[purpose], profileId, token.expiresAt]);
  }
}

function tokenOf(payload: string): Token {
  const [letter, profileId, second, third, fourth, fifth] = JSON.parse(payload) as [
    string,
    string,
    never,
    never,
    never,
    never,
  ];
  switch (letter) {
    case letters.unsubscribe:
      return { purpose: 'unsubscribe', profileId, topic: second, messageId: third };
    case letters.confirm:
      return { purpose: 'confirm', profileId, requestId: second, expiresAt: third };
    case letters['not-me']:
      return { purpose: 'not-me', profileId, requestId: second, expiresAt: third };
    case letters.address:
      return { purpose: 'address', profileId, requestId: second, expiresAt: third };
    case letters.undo:
      return { purpose: 'undo', profileId, withdrawnAt: second, topics: third, all: fourth, expiresAt: fifth };
    case letters.preferences:
      return { purpose: 'preferences', profileId, expiresAt: second };
    case letters.subscribe:
      return { purpose: 'subscribe', profileId, expiresAt: second };
    case letters.export:
      return { purpose: 'export', profileId, expiresAt: second };
    default:
      throw new Error('a signed token of an unknown purpose');
  }
}

/**
 * Signs a token `v.kid.payload.sig` (P-29): HMAC-SHA-256 with this month's key, ids and purpose inside, nothing personal.
 * Gives text that is safe in a URL path. Rejects with RetryableError when the key cannot be had.
 */
export async function signToken(
  keys: MacKeys,
  token: Token,
  now: Instant,
  revoked: readonly number[] = [],
): Promise<string> {
  const keyId = signingKeyAt(now, revoked);
  const body = `${VERSION}.${keyId}.${Buffer.from(payloadOf(token)).toString('base64url')}`;
  return `${body}.${signature(await keys.key(`token:${keyId}`), body).toString('base64url')}`;
}

/**
 * Verifies a token for one purpose. Refuses with `bad-token` whatever is forged, altered, not in canonical form, signed with a
 * key of the future or one of the `revoked` months (P-31), or of another purpose (the same answer for all of them), and with `expired` when `now >= expiresAt` (P-28).
 */
export async function verifyToken<P extends Purpose>(
  keys: MacKeys,
  purpose: P,
  text: string,
  now: Instant,
  revoked: readonly number[] = [],
): Promise<Verified<P>> {
  const bad = { ok: false, reason: 'bad-token' } as const;
  if (text.length > LONGEST_TOKEN) return bad;
  const [version, keyId, payload, sig, ...rest] = text.split('.');
  if (version !== VERSION || !keyId || !payload || !sig || rest.length > 0) return bad;
  if (!KEY_ID.test(keyId) || keyId > keyIdAt(now + DAY)) return bad;
  // P-31: whoever stole that key could still only unsubscribe people, and those who hold true links must be able to.
  if (purpose !== 'unsubscribe' && revoked.includes(Number(keyId))) return bad;
  const given = decodeCanonical(sig);
  const decoded = decodeCanonical(payload);
  const expected = signature(await keys.key(`token:${keyId}`), `${version}.${keyId}.${payload}`);
  if (!given || !decoded || given.length !== expected.length || !timingSafeEqual(given, expected)) return bad;
  const token = tokenOf(decoded.toString('utf8'));
  if (token.purpose !== purpose) return bad;
  if ('expiresAt' in token && now >= token.expiresAt) return { ok: false, reason: 'expired' };
  if ('expiresAt' in token && isRetired(keyId, now)) return bad;
  return { ok: true, token: token as Extract<Token, { purpose: P }> };
}
