import { describe, expect, test } from 'vitest';
import { type Purpose, signToken, type Token, verifyToken } from '../../shared/consent/tokens.ts';
import { DAY } from '../../shared/kernel/instants.ts';
import { NOON } from '../person/making.ts';
import { testKeys } from './keys.ts';

const keys = testKeys();
const inMonths = (months: number) => NOON + months * 30.5 * DAY;
/** A thief of a key signs what it likes: far beyond the life that the house gives. */
const forEver = NOON + 10_000 * DAY;

const tokens: Readonly<Record<Purpose, Token>> = {
  unsubscribe: { purpose: 'unsubscribe', profileId: 'c-42', topic: 'offers', messageId: 'm-1' },
  preferences: { purpose: 'preferences', profileId: 'c-42', expiresAt: forEver },
  confirm: { purpose: 'confirm', profileId: 'c-42', requestId: 'r-1', expiresAt: forEver },
  'not-me': { purpose: 'not-me', profileId: 'c-42', requestId: 'r-1', expiresAt: forEver },
  subscribe: { purpose: 'subscribe', profileId: 'c-42', expiresAt: forEver },
  address: { purpose: 'address', profileId: 'c-42', requestId: 'r-1', expiresAt: forEver },
  undo: { purpose: 'undo', profileId: 'c-42', withdrawnAt: NOON, topics: ['offers'], all: false, expiresAt: forEver },
  export: { purpose: 'export', profileId: 'c-42', expiresAt: forEver },
};
const purposes = Object.keys(tokens) as Purpose[];

describe.each(purposes)('P-31 a key, for %s', (purpose) => {
  const only = (yes: boolean) => ({ ok: yes });

  test('of this month is good', async () => {
    const text = await signToken(keys, tokens[purpose], NOON);
    expect(await verifyToken(keys, purpose, text, NOON)).toMatchObject(only(true));
  });

  test('that is retired for thirteen months is good for unsubscribing alone (P-10)', async () => {
    const text = await signToken(keys, tokens[purpose], NOON);
    expect(await verifyToken(keys, purpose, text, inMonths(13))).toMatchObject(only(purpose === 'unsubscribe'));
  });

  test('that is revoked is good for unsubscribing alone, at once', async () => {
    const text = await signToken(keys, tokens[purpose], NOON);
    expect(await verifyToken(keys, purpose, text, NOON, [202611])).toMatchObject(only(purpose === 'unsubscribe'));
  });

  test('that is revoked signs nothing any more, and what is signed instead is good', async () => {
    const text = await signToken(keys, tokens[purpose], NOON, [202610, 202611]);
    expect(text).toMatch(/^1\.202609\./);
    expect(await verifyToken(keys, purpose, text, NOON, [202610, 202611])).toMatchObject(only(true));
  });
});
