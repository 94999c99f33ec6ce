import type { Basis, Consent, Grant, OptInRequest, Permission, Purpose } from '../consent/consent.ts';
import type { Json } from '../kernel/json.ts';
import { letters, list, number, numberOrNull, type Packed, text, textOrNull, trimmed } from './packing.ts';

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

export function unpackHmac(packed: Json | undefined, present: string | null): string | null {
  return packed === 1 ? present : textOrNull(packed);
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
    consents: list(packed[0]).map((each) => unpackConsent(each, present)),
    requests: list(packed[1]).map((each) => unpackRequest(each, present)),
    stoppedAt: numberOrNull(packed[2]),
    resumedAt: numberOrNull(packed[3]),
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
  return {
    topic: textOrNull(packed[0]),
    purpose: purposes.unpack(packed[1], 'marketing.email'),
    grant: typeof packed[3] === 'number' ? unpackGrant(packed.slice(3), present) : null,
    withdrawnAt: numberOrNull(packed[2]),
    ...(typeof packed[10] === 'number' ? { expiryTold: packed[10] } : {}),
  };
}

function unpackGrant(packed: Packed, present: string | null): Grant {
  return {
    at: number(packed[0]),
    basis: bases.unpack(packed[1], 'express'),
    method: text(packed[2]),
    address: unpackHmac(packed[3], present),
    textHash: text(packed[4]),
    requestId: textOrNull(packed[5]),
    ...(typeof packed[6] === 'number' ? { expiresAt: packed[6] } : {}),
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
  const form = packed[8] as Packed | null | undefined;
  return {
    requestId: text(packed[0]),
    topics: (packed[1] ?? []) as readonly string[],
    requestedAt: number(packed[2]),
    expiresAt: number(packed[3]),
    address: unpackHmac(packed[4], present) ?? '',
    text: text(packed[5]),
    method: text(packed[6]),
    locale: textOrNull(packed[7]),
    form: form ? { id: text(form[0]), version: text(form[1]) } : null,
    ip: textOrNull(packed[9]),
    userAgent: textOrNull(packed[10]),
  };
}
