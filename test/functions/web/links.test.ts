import { beforeEach, describe, expect, it } from 'vitest';
import type { Token } from '../../../shared/consent/tokens.ts';
import { DAY, HOUR } from '../../../shared/kernel/instants.ts';
import { EMAIL, form, REQUEST_ID, START, type WebWorld, webWorld } from './web-world.ts';

let world: WebWorld;
beforeEach(() => {
  world = webWorld();
});

const purposes = ['confirm', 'unsubscribe', 'preferences', 'not-me'] as const;
const tokens: Readonly<Record<Token['purpose'], Token>> = {
  confirm: { purpose: 'confirm', profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + 72 * HOUR },
  'not-me': { purpose: 'not-me', profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + 72 * HOUR },
  preferences: { purpose: 'preferences', profileId: 'c-1', expiresAt: START + 30 * DAY },
  unsubscribe: { purpose: 'unsubscribe', profileId: 'c-1', topic: 'offers', messageId: null },
  export: { purpose: 'export', profileId: 'c-1', expiresAt: START + DAY },
  address: { purpose: 'address', profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + 72 * HOUR },
  undo: {
    purpose: 'undo',
    profileId: 'c-1',
    withdrawnAt: START,
    topics: ['news'],
    all: false,
    expiresAt: START + HOUR,
  },
  subscribe: { purpose: 'subscribe', profileId: 'c-1', expiresAt: START + DAY },
};
const everything = form({ 'List-Unsubscribe': 'One-Click', confirm: '1', save: '1' });

describe('a link', () => {
  const pairs = purposes.flatMap((at) => Object.values(tokens).map((token) => [at, token.purpose] as const));

  it.each(pairs.filter(([at, of]) => at !== of))(
    'P-30 /%s refuses a token of the purpose %s with 404',
    async (at, of) => {
      await world.asked('c-1');
      const path = `/${at}/${await world.token(tokens[of])}`;
      const before = world.snapshot();
      expect((await world.send({ path })).statusCode).toBe(404);
      expect((await world.send({ path, ...everything })).statusCode).toBe(404);
      expect(world.snapshot()).toBe(before);
    },
  );

  it.each(pairs.filter(([at, of]) => at === of))('P-30 /%s takes a token of its own purpose', async (at, of) => {
    await world.asked('c-1');
    const path = `/${at}/${await world.token(tokens[of])}`;
    expect((await world.send({ path })).statusCode).toBe(200);
    expect((await world.send({ path, ...everything })).statusCode).toBe(200);
  });

  it.each(purposes)('P-08 safe methods on /%s change nothing, others answer 405', async (purpose) => {
    await world.asked('c-1');
    await world.granted('c-1', ['news']);
    const path = `/${purpose}/${await world.token(tokens[purpose])}`;
    const before = world.snapshot();
    const statuses: (number | undefined)[] = [];
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
      statuses.push((await world.send({ ...everything, path, method })).statusCode);
    }
    expect(statuses).toEqual([200, 200, 204, 405, 405, 405, 405]);
    expect(world.snapshot()).toBe(before);
  });

  const expiring = ['confirm', 'not-me', 'preferences'] as const;
  it.each(expiring)('P-28 /%s answers 410 from the very moment its token expires', async (purpose) => {
    await world.asked('c-1');
    const token = tokens[purpose] as Extract<Token, { expiresAt: number }>;
    const path = `/${purpose}/${await world.token(token)}`;
    const before = world.snapshot();
    world.world.now = token.expiresAt - 1;
    expect((await world.send({ path })).statusCode).toBe(200);
    world.world.now = token.expiresAt;
    expect((await world.send({ path })).statusCode).toBe(410);
    expect((await world.send({ path, ...everything })).statusCode).toBe(410);
    expect(world.snapshot()).toBe(before);
  });

  it.each(purposes)('P-05 /%s answers 503 while the store does not answer', async (purpose) => {
    await world.asked('c-1');
    const path = `/${purpose}/${await world.token(tokens[purpose])}`;
    const before = world.snapshot();
    world.world.storeFails = true;
    const answer = await world.send({ path, ...everything });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(world.snapshot()).toBe(before);
  });
});

describe('every page', () => {
  const requests = async () => [
    { path: '/subscribe' },
    { path: '/subscribe', ...form({ email: EMAIL, topics: 'offers' }) },
    { path: '/subscribe', ...form({}) },
    { path: '/nowhere' },
    { path: '/confirm/x' },
    { path: '/subscribe', method: 'DELETE' },
    ...(await Promise.all(purposes.map(async (each) => ({ path: `/${each}/${await world.token(tokens[each])}` })))),
    ...(await Promise.all(
      purposes.map(async (each) => ({ path: `/${each}/${await world.token(tokens[each])}`, ...everything })),
    )),
  ];

  it('P-19 is not stored, not indexed, tells nobody where it was reached, and loads nothing from elsewhere', async () => {
    await world.asked('c-1');
    for (const request of await requests()) {
      const { headers, body } = await world.send(request);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex',
      });
      expect(String(headers?.['content-security-policy'])).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
      );
      expect(body).not.toMatch(/<(script|img|link|iframe)|@import|url\(/);
    }
  });

  it('P-18 has no script, and its forms no action elsewhere', async () => {
    await world.asked('c-1');
    for (const request of await requests()) {
      const { body } = await world.send(request);
      expect(body).not.toMatch(/<script|\son[a-z]+=/);
      for (const [, action] of body?.matchAll(/action="([^"]*)"/g) ?? []) expect(action).toMatch(/^\?/);
    }
  });

  it('P-32 shows no address and no token', async () => {
    await world.asked('c-1');
    await world.granted('c-1', ['news']);
    for (const purpose of purposes) {
      const token = await world.token(tokens[purpose]);
      for (const request of [{}, everything]) {
        const { body } = await world.send({ path: `/${purpose}/${token}`, ...request });
        expect(body).not.toContain('canary');
        expect(body).not.toContain(token);
      }
    }
  });

  it('P-68 says its language, labels each field and describes its result as a status', async () => {
    await world.asked('c-1');
    for (const request of await requests()) {
      const { body = '', statusCode = 0 } = await world.send(request);
      if ('body' in request && statusCode < 300) expect(body).toContain('role="status"');
      expect(body).toMatch(/<html lang="(en|de)">/);
      const ids = [...body.matchAll(/<(?:input(?! type="hidden")|select)[^>]* id="([^"]+)"/g)].map(([, id]) => id);
      for (const id of ids) expect(body).toContain(`<label for="${id}">`);
    }
  });
});

describe('the language of a page', () => {
  const link = async () => `/preferences/${await world.token(tokens.preferences)}`;
  const languageOf = (answer: { body?: string | undefined }) => /<html lang="(\w+)">/.exec(answer.body ?? '')?.[1];

  const matrix = [
    ['the default', undefined, undefined, undefined, 'en'],
    ['Accept-Language', undefined, 'fr;q=0.9, de-AT;q=0.8, en;q=0.7', undefined, 'de'],
    ['the profile before Accept-Language', 'de-CH', 'en', undefined, 'de'],
    ['the visible switch before all', 'de', 'de', 'en', 'en'],
    ['nothing that is not offered', 'fr', 'it', 'es', 'en'],
  ] as const;
  it.each(matrix)('P-69 follows %s', async (_, profile, accepted, chosen, expected) => {
    await world.granted('c-1', ['offers'], profile ? { locale: profile } : {});
    const headers: Record<string, string> = accepted ? { 'accept-language': accepted } : {};
    const answer = await world.send({ path: await link(), query: chosen ? `locale=${chosen}` : '', headers });
    expect(languageOf(answer)).toBe(expected);
    expect(answer.headers).toMatchObject({ 'content-language': expected });
  });

  it('P-69 offers the other languages in their own words, and keeps the choice when a form is sent', async () => {
    const { body } = await world.send({ path: await link(), query: 'locale=de' });
    expect(body).toContain('href="?locale=en"');
    expect(body).toContain('>English<');
    expect(body).toContain('action="?locale=de"');
  });

  it('shows the words of a workspace as text, never as HTML', async () => {
    const { body } = await world.send({ path: await link() });
    expect(body).toContain('Acme &amp; Söhne');
    expect(body).not.toContain('Acme & Söhne');
  });
});
