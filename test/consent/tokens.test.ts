import { describe, expect, test } from 'vitest';
import { linksOn } from '../../shared/consent/links.ts';
import { type Purpose, signToken, type Token, verifyToken } from '../../shared/consent/tokens.ts';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { annsAddress, NOON } from '../person/making.ts';
import { testKeys } from './keys.ts';

const keys = testKeys();
const expiresAt = NOON + 72 * HOUR;
const tokens: readonly Token[] = [
  { purpose: 'unsubscribe', profileId: 'c-42', topic: 'offers', messageId: 'm-1' },
  { purpose: 'preferences', profileId: 'c-42', expiresAt },
  { purpose: 'confirm', profileId: 'c-42', requestId: 'r-1', expiresAt },
  { purpose: 'not-me', profileId: 'c-42', requestId: 'r-1', expiresAt },
  { purpose: 'subscribe', profileId: 'c-42', expiresAt },
  { purpose: 'address', profileId: 'c-42', requestId: 'r-1', expiresAt },
  { purpose: 'undo', profileId: 'c-42', withdrawnAt: NOON, topics: ['offers', null], all: false, expiresAt },
  { purpose: 'export', profileId: 'c-42', expiresAt },
];
const pairs = tokens.flatMap((token) => tokens.map((other) => [token, other.purpose] as const));
const bad = { ok: false, reason: 'bad-token' };

test.each(tokens)('P-29 a token of $purpose comes back as it was signed', async (token) => {
  const text = await signToken(keys, token, NOON);
  expect(await verifyToken(keys, token.purpose, text, NOON)).toEqual({ ok: true, token });
  expect(text).toMatch(/^1\.202611\.[\w-]+\.[\w-]{43}$/);
});

test.each(pairs)('P-30 $0.purpose at the endpoint of %$1', async (token, purpose: Purpose) => {
  const verified = await verifyToken(keys, purpose, await signToken(keys, token, NOON), NOON);
  expect(verified).toEqual(token.purpose === purpose ? { ok: true, token } : bad);
});

test.each(tokens.filter((token) => 'expiresAt' in token))(
  'P-28 $purpose is expired at the very instant, not before',
  async (token) => {
    const text = await signToken(keys, token, NOON);
    expect(await verifyToken(keys, token.purpose, text, expiresAt - 1)).toMatchObject({ ok: true });
    expect(await verifyToken(keys, token.purpose, text, expiresAt)).toEqual({ ok: false, reason: 'expired' });
  },
);

describe('P-31 rotation', () => {
  test('P-10 an unsubscribe link is good for years, under keys that retired long ago', async () => {
    const text = await signToken(keys, tokens[0]!, NOON);
    expect(await verifyToken(keys, 'unsubscribe', text, NOON + 900 * DAY)).toMatchObject({ ok: true });
  });

  test('a new month signs with a new key', async () => {
    expect(await signToken(keys, tokens[0]!, NOON + 30 * DAY)).toMatch(/^1\.202612\./);
  });

  test('a key of a month that has not come yet is refused, but for a clock that runs a day ahead', async () => {
    const ahead = await signToken(keys, tokens[0]!, NOON + 40 * DAY);
    expect(await verifyToken(keys, 'unsubscribe', ahead, NOON)).toEqual(bad);
    const turn = Date.parse('2026-12-01T00:00:00Z');
    expect(await verifyToken(keys, 'unsubscribe', await signToken(keys, tokens[0]!, turn), turn - 1)).toMatchObject({
      ok: true,
    });
  });

  test("another deployment's token is forged here", async () => {
    expect(
      await verifyToken(testKeys('of another'), 'unsubscribe', await signToken(keys, tokens[0]!, NOON), NOON),
    ).toEqual(bad);
  });
});

describe('P-29 what is no token', () => {
  test.each([
    ['nothing', () => ''],
    ['too few parts', (text: string) => text.split('.').slice(0, 3).join('.')],
    ['too many parts', (text: string) => `${text}.x`],
    ['another version', (text: string) => text.replace(/^1/, '2')],
    ['no signature', (text: string) => text.replace(/[^.]*$/, '')],
    ['a signature cut short', (text: string) => text.slice(0, -1)],
    ['padding', (text: string) => `${text}=`],
    ['a line break behind it', (text: string) => `${text}\n`],
    ['a text without end', (text: string) => text + 'A'.repeat(2_000)],
    ['a key id that is no month', (text: string) => text.replace('.202611.', '.202613.')],
    ['a key id with an algorithm', (text: string) => text.replace('.202611.', '.none.')],
  ])('%s is refused', async (_, change) => {
    expect(await verifyToken(keys, 'unsubscribe', change(await signToken(keys, tokens[0]!, NOON)), NOON)).toEqual(bad);
  });

  test('a key id that is no month asks for no key', async () => {
    const counting = testKeys();
    await verifyToken(counting, 'unsubscribe', '1.190001.e30.AAAA', NOON);
    await verifyToken(counting, 'unsubscribe', '1.202699.e30.AAAA', NOON);
    expect(counting.asked).toEqual([]);
  });
});

test('P-36 the way to say "it was not me" outlives the request', async () => {
  const links = linksOn('https://links.acme.example', keys, NOON, 30 * DAY);
  const token = (await links.notMe('c-42', 'r-1')).split('/').at(-1) ?? '';
  expect(await verifyToken(keys, 'not-me', token, NOON + 29 * DAY)).toMatchObject({ ok: true });
  expect(await verifyToken(keys, 'not-me', token, NOON + 31 * DAY)).toMatchObject({ ok: false });
});

test('P-29 no link holds an address, encoded or not', async () => {
  const links = linksOn('https://links.acme.example', keys, NOON, 30 * DAY);
  const all = await Promise.all([
    links.unsubscribe('c-42', 'offers', 'm-1'),
    links.unsubscribe('c-42', null, null),
    links.preferences('c-42'),
    links.confirm('c-42', 'r-1', expiresAt),
    links.notMe('c-42', 'r-1'),
  ]);
  for (const link of all) {
    const decoded = link
      .split('.')
      .map((part) => Buffer.from(part, 'base64url').toString())
      .join(' ');
    expect(link + decoded).not.toContain(annsAddress.email);
    expect(link).toMatch(/^https:\/\/links\.acme\.example\/[a-z-]+\/[\w.-]+$/);
  }
});

test('P-32 a preference link lives as long as the settings say', async () => {
  const link = await linksOn('https://l.example', keys, NOON, 30 * DAY).preferences('c-42');
  const text = link.split('/').at(-1) as string;
  expect(await verifyToken(keys, 'preferences', text, NOON + 30 * DAY - 1)).toMatchObject({ ok: true });
  expect(await verifyToken(keys, 'preferences', text, NOON + 30 * DAY)).toEqual({ ok: false, reason: 'expired' });
});
