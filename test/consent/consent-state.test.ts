import { describe, expect, test } from 'vitest';
import { addressHmac, addressOf, requestIdOf } from '../../shared/consent/address-hmac.ts';
import { isStopped } from '../../shared/consent/address-state.ts';
import { bindToFirstAddress } from '../../shared/consent/change.ts';
import { noPermission, type OptInRequest, type Permission } from '../../shared/consent/consent.ts';
import { consentState } from '../../shared/consent/consent-state.ts';
import { textHash } from '../../shared/consent/evidence.ts';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { ANNS, consent, grant, NOON } from '../person/making.ts';
import { testKeys } from './keys.ts';

const request: OptInRequest = {
  requestId: 'r-1',
  topics: ['offers'],
  requestedAt: NOON - HOUR,
  expiresAt: NOON + 71 * HOUR,
  address: ANNS,
  text: 'Yes',
  method: 'web-form',
  locale: null,
  form: null,
  ip: null,
  userAgent: null,
};
const permission = (differs: Partial<Permission>): Permission => ({ ...noPermission, ...differs });
const stateOf = (differs: Partial<Permission>, address: string | null = ANNS, now = NOON) =>
  consentState(permission(differs), 'offers', address, now);

describe('the state of a consent', () => {
  test.each<[string, Partial<Permission>, object]>([
    ['nothing was ever said', {}, { state: 'none', otherAddress: false }],
    [
      'a grant stands',
      { consents: [consent()] },
      { state: 'granted', basis: 'express-doi', grantedAt: NOON - 30 * DAY },
    ],
    ['P-41 only another topic is granted', { consents: [consent({ topic: 'events' })] }, { state: 'none' }],
    [
      'P-41 only tracking is granted',
      { consents: [consent({ topic: null, purpose: 'tracking.email' })] },
      { state: 'none' },
    ],
    [
      'P-44 a withdrawal is later',
      { consents: [consent({ withdrawnAt: NOON })] },
      { state: 'withdrawn', by: 'topic', withdrawnAt: NOON },
    ],
    [
      'P-44 a withdrawal is at the same instant',
      { consents: [consent({ withdrawnAt: NOON - 30 * DAY })] },
      { state: 'withdrawn' },
    ],
    ['a withdrawal is earlier', { consents: [consent({ withdrawnAt: NOON - 31 * DAY })] }, { state: 'granted' }],
    ['only a withdrawal is known', { consents: [consent({ grant: null, withdrawnAt: NOON })] }, { state: 'withdrawn' }],
    ['a stop is later', { consents: [consent()], stoppedAt: NOON }, { state: 'withdrawn', by: 'everything' }],
    ['a stop is earlier', { consents: [consent()], stoppedAt: NOON - 31 * DAY }, { state: 'granted' }],
    [
      'P-51 the grant is for another address',
      { consents: [consent({ grant: grant({ address: 'another' }) })] },
      { state: 'none', otherAddress: true },
    ],
    [
      'a request waits',
      { requests: [request] },
      { state: 'pending', requestedAt: request.requestedAt, expiresAt: request.expiresAt },
    ],
    ['a request waits beside a grant', { requests: [request], consents: [consent()] }, { state: 'granted' }],
    ['P-28 the request expired', { requests: [{ ...request, expiresAt: NOON }] }, { state: 'none' }],
    ['P-38 a stop overtook the request', { requests: [request], stoppedAt: NOON - 1 }, { state: 'none' }],
    [
      'P-38 a withdrawal overtook the request',
      { requests: [request], consents: [consent({ grant: null, withdrawnAt: NOON - 1 })] },
      { state: 'withdrawn' },
    ],
    ['P-51 the request is for another address', { requests: [{ ...request, address: 'another' }] }, { state: 'none' }],
    [
      'an older request can still be confirmed beside one that cannot',
      { requests: [request, { ...request, requestId: 'r-2', address: 'another' }] },
      { state: 'pending' },
    ],
  ])('%s', (_, differs, expected) => {
    expect(stateOf(differs)).toMatchObject(expected);
  });

  test('a grant recorded before there is an address stands, and binds to the first (P-51)', () => {
    const unbound = permission({ consents: [consent({ grant: grant({ address: null }) })] });
    expect(consentState(unbound, 'offers', null, NOON).state).toBe('granted');
    const bound = bindToFirstAddress(unbound, ANNS);
    expect(consentState(bound, 'offers', ANNS, NOON).state).toBe('granted');
    expect(consentState(bound, 'offers', 'another', NOON).state).toBe('none');
    expect(bindToFirstAddress(bound, 'another')).toBe(bound);
  });
});

test.each([
  [null, null, false],
  [1, null, true],
  [null, 1, false],
  [1, 2, false],
  [2, 1, true],
  [2, 2, true],
])('a stop at %s and a return at %s: stopped is %s (P-44)', (stoppedAt, resumedAt, stopped) => {
  expect(isStopped({ stoppedAt, resumedAt })).toBe(stopped);
});

describe('what stands for an address (P-59)', () => {
  test('is keyed, one for all its spellings, and 22 letters that SES tags take', async () => {
    const hmac = await addressHmac(testKeys(), 'Ann@example.org');
    expect(hmac).toMatch(/^[\w-]{22}$/);
    expect(await addressHmac(testKeys(), 'ann@EXAMPLE.org')).toBe(hmac);
    expect(await addressHmac(testKeys(), 'ann+shop@example.org')).not.toBe(hmac);
    expect(await addressHmac(testKeys('another key'), 'Ann@example.org')).not.toBe(hmac);
    expect(await addressOf(testKeys(), 'Ann@example.org')).toEqual({ email: 'Ann@example.org', hmac });
  });
});

test('P-28 an event names its request by 128 keyed bits; its repetition names the same', async () => {
  const id = await requestIdOf(testKeys(), 'c-42', 'e-1');
  expect(id).toMatch(/^[\w-]{22}$/);
  expect(await requestIdOf(testKeys(), 'c-42', 'e-1')).toBe(id);
  expect(await requestIdOf(testKeys(), 'c-43', 'e-1')).not.toBe(id);
  expect(await requestIdOf(testKeys('another key'), 'c-42', 'e-1')).not.toBe(id);
});

test('P-40 texts that differ in one letter have different hashes', () => {
  expect(textHash('Yes, send me offers.')).not.toBe(textHash('Yes, send me offers!'));
});
