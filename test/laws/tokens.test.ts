import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signToken, type Token, verifyToken } from '../../shared/consent/tokens.ts';
import { DAY } from '../../shared/kernel/instants.ts';
import { testKeys } from '../consent/keys.ts';
import { NOON } from '../person/making.ts';

const keys = testKeys();
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const id = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,128}$/);
const expiresAt = fc.integer({ min: NOON + 1, max: NOON + 30 * DAY });
const token: fc.Arbitrary<Token> = fc.oneof(
  fc.record({
    purpose: fc.constant('unsubscribe' as const),
    profileId: id,
    topic: fc.option(id),
    messageId: fc.option(id),
  }),
  fc.record({ purpose: fc.constantFrom('preferences' as const, 'subscribe' as const), profileId: id, expiresAt }),
  fc.record({
    purpose: fc.constantFrom('confirm' as const, 'not-me' as const),
    profileId: id,
    requestId: id,
    expiresAt,
  }),
);

test('P-29 any token comes back as it was signed', async () => {
  await fc.assert(
    fc.asyncProperty(token, async (given) => {
      const text = await signToken(keys, given, NOON);
      expect(await verifyToken(keys, given.purpose, text, NOON)).toEqual({ ok: true, token: given });
    }),
    { numRuns: 1_000 },
  );
});

test('P-29 a token with any letter changed never verifies, not even to the same bytes (base64url that is not canonical)', async () => {
  await fc.assert(
    fc.asyncProperty(
      token,
      fc.nat(),
      fc.constantFrom(...LETTERS, '.', '=', '+', '/', '%', ' '),
      async (given, where, letter) => {
        const text = await signToken(keys, given, NOON);
        const index = where % text.length;
        fc.pre(text[index] !== letter);
        const forged = text.slice(0, index) + letter + text.slice(index + 1);
        expect(await verifyToken(keys, given.purpose, forged, NOON)).toEqual({ ok: false, reason: 'bad-token' });
      },
    ),
    { numRuns: 3_000 },
  );
});

test('P-29 the last letter of a signature has one right form of four that mean the same bytes', async () => {
  const given: Token = { purpose: 'preferences', profileId: 'c-42', expiresAt: NOON + DAY };
  const text = await signToken(keys, given, NOON);
  const forms = [...LETTERS].map((letter) => text.slice(0, -1) + letter);
  const same = forms.filter((form) =>
    Buffer.from(form.split('.')[3] as string, 'base64url').equals(
      Buffer.from(text.split('.')[3] as string, 'base64url'),
    ),
  );
  expect(same).toHaveLength(4);
  const verified = await Promise.all(same.map((form) => verifyToken(keys, 'preferences', form, NOON)));
  expect(verified.filter((each) => each.ok)).toHaveLength(1);
});

test('P-29 whatever text comes instead of a token is refused and never throws', async () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(fc.string({ unit: fc.constantFrom(...LETTERS) }), { minLength: 4, maxLength: 4 })
      .map((parts) => parts.join('.')),
  );
  await fc.assert(
    fc.asyncProperty(text, async (given) => {
      expect(await verifyToken(keys, 'confirm', given, NOON)).toEqual({ ok: false, reason: 'bad-token' });
    }),
    { numRuns: 1_000 },
  );
});
