import { beforeEach, describe, expect, it } from 'vitest';
import { subscribeRequestSchema } from '../../../shared/events/requests.ts';
import { DAY } from '../../../shared/kernel/instants.ts';
import { multipart } from '../runtime/gateway-event.ts';
import { EMAIL, form, START, type WebWorld, webWorld } from './web-world.ts';

let world: WebWorld;
beforeEach(() => {
  world = webWorld();
});

const path = '/subscribe';
const json = (body: unknown) => ({
  path,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const signUp = { email: EMAIL, topics: 'offers' };

describe('the sign-up form', () => {
  it('P-42 offers every topic and ticks none', async () => {
    const { statusCode, body } = await world.send({ path });
    expect(statusCode).toBe(200);
    expect(body?.match(/type="checkbox"/g)).toHaveLength(2);
    expect(body).not.toContain(' checked');
  });

  it('P-40 hands over the request with exactly the words that stood beside the ticked box', async () => {
    const shown = await world.send({ path, query: 'locale=de' });
    const answer = await world.send({ path, query: 'locale=de', ...form({ ...signUp, locale: 'en' }) });
    expect(answer.statusCode).toBe(202);
    const [request] = world.queue;
    expect(subscribeRequestSchema.parse(request)).toEqual(request);
    expect(request).toMatchObject({
      email: EMAIL,
      topics: ['offers'],
      locale: 'en',
      ip: '192.0.2.7',
      userAgent: 'test',
      for: null,
    });
    expect(request).toMatchObject({ form: { id: 'subscribe', version: '3' }, at: new Date(START).toISOString() });
    expect(shown.body?.replaceAll('&amp;', '&')).toContain(request?.text);
    expect(request?.text).toContain('Angebote');
  });

  it('takes urlencoded, multipart and JSON', async () => {
    const answers = [
      await world.send({ path, ...form(signUp) }),
      await world.send({ path, ...multipart(signUp), base64: true }),
      await world.send(json({ email: EMAIL, topics: ['offers'], locale: 'de' })),
    ];
    expect(answers.map((each) => each.statusCode)).toEqual([202, 202, 202]);
    expect(world.queue.map((each) => [each.email, each.topics, each.locale])).toEqual([
      [EMAIL, ['offers'], 'en'],
      [EMAIL, ['offers'], 'en'],
      [EMAIL, ['offers'], 'de'],
    ]);
  });

  it('P-33 answers the same bytes whoever asks, for each content type, without a look at what is stored', async () => {
    await world.granted('c-1', ['offers']);
    world.world.storeFails = true;
    for (const kind of [
      (email: string) => ({ path, ...form({ email, topics: 'offers' }) }),
      (email: string) => json({ email, topics: ['offers'] }),
    ]) {
      const known = await world.send(kind(EMAIL));
      const unknown = await world.send(kind('somebody.else@example.net'));
      expect(known.statusCode).toBe(202);
      expect(JSON.stringify(known)).toBe(JSON.stringify(unknown));
    }
  });

  const malformed = [
    ['no address', { email: '', topics: ['offers'] }, 'email'],
    ['no syntax of an address', { email: 'ann at example', topics: ['offers'] }, 'email'],
    ['P-85 a local part outside ASCII', { email: 'änn@example.org', topics: ['offers'] }, 'email'],
    ['no topic', { email: EMAIL, topics: [] }, 'topics'],
    ['an unknown topic', { email: EMAIL, topics: ['offers', 'horses'] }, 'topics[1]'],
    ['topics that are no list', { email: EMAIL, topics: 'offers' }, 'topics'],
    ['a locale that is no text', { email: EMAIL, topics: ['offers'], locale: 7 }, 'locale'],
  ] as const;
  it.each(malformed)('refuses %s with problem details', async (_, body, field) => {
    const answer = await world.send(json(body));
    expect(answer.statusCode).toBe(400);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ status: 400, errors: [{ field }] });
    expect(world.queue).toEqual([]);
  });

  it('refuses a body that is not JSON without repeating it', async () => {
    const answer = await world.send({ ...json(''), body: `{"email":"${EMAIL}` });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain('canary');
  });

  it('P-68 shows the form again with what is wrong in text, and keeps what was filled in', async () => {
    const answer = await world.send({ path, ...form({ email: '"><b>', topics: 'offers' }) });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('id="email-wrong"');
    expect(answer.body).toContain('value="&quot;&gt;&lt;b&gt;"');
    expect(answer.body).toContain(' checked');
    expect(world.queue).toEqual([]);
  });

  it('answers 503 when the queue does not take the request', async () => {
    world.world.queueFails = true;
    expect((await world.send({ path, ...form(signUp) })).statusCode).toBe(503);
    const answer = await world.send(json({ email: EMAIL, topics: ['offers'] }));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  });

  it('ties the request to the customer that a signed link names, and refuses a link that is not good', async () => {
    const signed = await world.token({ purpose: 'subscribe', profileId: 'c-42', expiresAt: START + DAY });
    const { body } = await world.send({ path, query: `for=${signed}` });
    expect(body).toContain(`action="?for=${signed}&amp;locale=en"`);
    await world.send({ path, query: `for=${signed}`, ...form(signUp) });
    expect(world.queue.map((each) => each.for)).toEqual(['c-42']);
    const other = await world.token({ purpose: 'preferences', profileId: 'c-42', expiresAt: START + DAY });
    expect((await world.send({ path, query: `for=${other}`, ...form(signUp) })).statusCode).toBe(404);
    world.world.now += DAY;
    expect((await world.send({ path, query: `for=${signed}` })).statusCode).toBe(410);
    expect(world.queue).toHaveLength(1);
  });
});
