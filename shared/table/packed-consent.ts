import type { Basis, Consent, Grant, OptInRequest, Permission, Purpose } from '../consent/consent.ts';
import type { Json } from '../kernel/json.ts';
import { letters } from './letters.ts';
import { type Packed, trimmed } from './packing.ts';
import { isText, listOf, number, numberOrNull, recordOrNull, recordsOf, text, textOrNull, wrong } from './unpacking.ts';

const purposes = letters<Purpose>({ 'marketing.email': 'm', 'tracking.email': 't' });
const bases = letters<Basis>({
  'express-doi': 'd',
  express: 'e',
  'soft-opt-in': 's',
  'casl-ebr': 'b',
  'casl-inquiry': 'i',
  'casl-published': 'p',
});

/** `1` for the profile's present address, else the HMAC itself: almost every one is the present one. */
export function packHmac(hmac: string | null, present: string | null): Json {
  return hmac !== null && hmac === present ? 1 : hmac;
}

export function unpackHmac(packed: Packed, place: number, present: string | null): string | null {
  return packed[place] === 1 ? present : textOrNull(packed, place);
}

// Instants of consent stay in ms: a grant and a withdrawal are compared exactly, and of a tie the withdrawal wins (P-44).
export function packPermission(permission: Permission, present: string | null): Packed {
  return trimmed([
    permission.consents.map((each) => packConsent(each, present)),
    permission.requests.length === 0 ? null : permission.requests.map((each) => packRequest(each, present)),
    permission.stoppedAt,
    permission.resumedAt,
  ]);
}

export function unpackPermission(packed: Packed, present: string | null): Permission {
  return {
    consents: recordsOf(packed[0], 0, (each) => unpackConsent(each, present)),
    requests: recordsOf(packed[1], 1, (each) => unpackRequest(each, present)),
    stoppedAt: numberOrNull(packed, 2),
    resumedAt: numberOrNull(packed, 3),
  };
}

function packConsent(consent: Consent, present: string | null): Packed {
  const { grant } = consent;
  const granted = grant
    ? [
        grant.at,
        bases.pack(grant.basis),
        grant.method,
        packHmac(grant.address, present),
        grant.textHash,
        grant.requestId,
        grant.expiresAt ?? null,
      ]
    : [];
  const told = consent.expiryTold === undefined || !grant ? [] : [consent.expiryTold];
  return trimmed([consent.topic, purposes.pack(consent.purpose), consent.withdrawnAt, ...granted, ...told]);
}

function unpackConsent(packed: Packed, present: string | null): Consent {
  const expiryTold = numberOrNull(packed, 10);
  return {
    topic: textOrNull(packed, 0),
    purpose: purposes.unpack(packed, 1),
    grant: numberOrNull(packed, 3) === null ? null : unpackGrant(packed, present),
    withdrawnAt: numberOrNull(packed, 2),
    ...(expiryTold === null ? {} : { expiryTold }),
  };
}

/** From the third place of its consent on. */
function unpackGrant(packed: Packed, present: string | null): Grant {
  const expiresAt = numberOrNull(packed, 9);
  return {
    at: number(packed, 3),
    basis: bases.unpack(packed, 4),
    method: text(packed, 5),
    address: unpackHmac(packed, 6, present),
    textHash: text(packed, 7),
    requestId: textOrNull(packed, 8),
    ...(expiresAt === null ? {} : { expiresAt }),
  };
}

function packRequest(request: OptInRequest, present: string | null): Packed {
  return trimmed([
    request.requestId,
    [...request.topics],
    request.requestedAt,
    request.expiresAt,
    packHmac(request.address, present),
    request.text,
    request.method,
    request.locale,
    request.form ? [request.form.id, request.form.version] : null,
    request.ip,
    request.userAgent,
  ]);
}

function unpackRequest(packed: Packed, present: string | null): OptInRequest {
  return {
    requestId: text(packed, 0),
    topics: listOf(packed[1], 1, isText),
    requestedAt: number(packed, 2),
    expiresAt: number(packed, 3),
    address: unpackHmac(packed, 4, present) ?? wrong(4, 'is no address'),
    text: text(packed, 5),
    method: text(packed, 6),
    locale: textOrNull(packed, 7),
    form: recordOrNull(packed[8], 8, (form) => ({ id: text(form, 0), version: text(form, 1) })),
    ip: textOrNull(packed, 9),
    userAgent: textOrNull(packed, 10),
  };
}
