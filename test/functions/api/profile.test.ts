import { describe, expect, it } from 'vitest';
import { addressHmac } from '../../../shared/consent/address-hmac.ts';
import { DAY, HOUR } from '../../../shared/kernel/instants.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { apiWorld, consentEvidence, EMAIL, files, START, worldWithAnn } from './api-world.ts';

const hmacOf = (email: string) => addressHmac(memoryMacKeys(), email);
const request = { topics: ['news'], text: 'Yes, news.', method: 'web-form' };

describe('GET /api/profiles/{id}', () => {
  it('tells everything of a person in one answer', async () => {
    const { get, happens } = await worldWithAnn();
    await happens('c-42', 'order.placed');
    await happens('c-42', 'member.joined', { eventId: 'j-1' });
    const { status, body } = await get('/api/profiles/c-42');
    expect(status).toBe(200);
    expect(body).toEqual({
      profileId: 'c-42',
      traits: { email: EMAIL, firstName: 'Ann' },
      consents: [
        {
          topic: 'offers',
          purpose: 'marketing.email',
          state: 'granted',
          basis: 'express-doi',
          grantedAt: '2026-11-22T10:00:00.000Z',
          method: 'paper-form',
          withdrawnAt: null,
          requestedAt: null,
          expiresAt: null,
        },
      ],
      preferences: {},
      suppression: null,
      stoppedEverythingAt: null,
      enrollments: [
        {
          campaign: 'welcome',
          enrollmentId: 'welcome:j-1',
          step: '0',
          status: 'running',
          dueAt: null,
          key: null,
          startedAt: '2026-11-23T10:00:00.000Z',
        },
      ],
      messages: [
        expect.objectContaining({
          campaign: 'welcome',
          topic: 'offers',
          status: 'queued',
          reason: null,
          notBefore: null,
        }),
      ],
      events: { 'order.placed': { count: 1, first: '2026-11-23T10:00:00.000Z', last: '2026-11-23T10:00:00.000Z' } },
      segments: [],
      computed: {},
      links: {
        preferences: expect.stringMatching(/^https:\/\/links\.acme\.example\/preferences\/[\w.-]+$/),
        subscribe: expect.stringMatching(/^https:\/\/links\.acme\.example\/subscribe\?for=[\w.-]+$/),
        unsubscribe: {
          offers: expect.stringMatching(/^https:\/\/links\.acme\.example\/unsubscribe\/[\w.-]+$/),
          news: expect.stringMatching(/^https:\/\/links\.acme\.example\/unsubscribe\/[\w.-]+$/),
        },
      },
    });
  });

  it('says until when a message is held, and why', async () => {
    const { get, happens, world } = await worldWithAnn();
    world.now = START + 17 * HOUR;
    await happens('c-42', 'member.joined');
    const { messages } = (await get('/api/profiles/c-42')).body;
    expect(messages).toMatchObject([{ status: 'held', reason: 'quiet-hours', notBefore: '2026-11-24T10:00:00.000Z' }]);
  });

  it('does not know whom it never heard of', async () => {
    const answer = await apiWorld().get('/api/profiles/nobody');
    expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
    expect(answer.body.errors).toEqual([{ field: 'profileId', message: expect.any(String) }]);
  });

  it('tells a suppression that only the address row knows', async () => {
    const { get, addresses } = await worldWithAnn();
    await addresses.suppress(await hmacOf(EMAIL), 'hard-bounce', START);
    expect((await get('/api/profiles/c-42')).body.suppression).toEqual({
      reason: 'hard-bounce',
      since: '2026-11-23T10:00:00.000Z',
    });
  });

  it('counts a permission as withdrawn when another holder of the address stopped everything', async () => {
    const { get, addresses } = await worldWithAnn();
    await addresses.stop(await hmacOf(EMAIL), START);
    const { body } = await get('/api/profiles/c-42');
    expect(body.consents).toMatchObject([{ topic: 'offers', state: 'withdrawn' }]);
    expect(body.stoppedEverythingAt).toBe('2026-11-23T10:00:00.000Z');
  });

  it('follows a double opt-in from pending to expired', async () => {
    const { get, apply, happens, world } = await worldWithAnn();
    await happens('c-42', 'subscription.requested', { properties: request });
    const states = async () => (await get('/api/profiles/c-42')).body.consents;
    const end = '2026-11-26T10:00:00.000Z';
    expect(await states()).toContainEqual(expect.objectContaining({ topic: 'news', state: 'pending', expiresAt: end }));
    world.now = START + 3 * DAY;
    expect(await states()).toContainEqual(expect.objectContaining({ topic: 'news', state: 'expired', expiresAt: end }));
    await apply('c-42', { kind: 'timer' });
    expect(await states()).toContainEqual(expect.objectContaining({ topic: 'news', state: 'expired', expiresAt: end }));
  });

  it('shows the grant of a confirmed request and its withdrawal', async () => {
    const { get, apply, happens, world } = await worldWithAnn();
    await happens('c-42', 'subscription.requested', { properties: request });
    world.now = START + HOUR;
    await apply('c-42', { kind: 'confirmation', requestId: 'request-1', at: world.now, ip: null, userAgent: null });
    const news = async () =>
      (await get('/api/profiles/c-42')).body.consents.find((each: { topic: string }) => each.topic === 'news');
    expect(await news()).toMatchObject({
      state: 'granted',
      basis: 'express-doi',
      grantedAt: '2026-11-23T11:00:00.000Z',
    });
    world.now = START + 2 * HOUR;
    await happens('c-42', 'consent.withdrawn', { properties: { all: true, method: 'phone' } });
    expect(await news()).toMatchObject({ state: 'withdrawn', withdrawnAt: '2026-11-23T12:00:00.000Z' });
  });
});

describe('GET /api/profiles?email=', () => {
  it('finds every profile that holds the address now', async () => {
    const { get, happens, world } = await worldWithAnn();
    await happens('c-43', 'profile.updated', { traits: { email: EMAIL.toUpperCase() } });
    await happens('c-44', 'profile.updated', { traits: { email: EMAIL } });
    world.now = START + 1;
    await happens('c-44', 'profile.updated', { traits: { email: 'other@example.org' } });
    const { body } = await get('/api/profiles', `email=${encodeURIComponent(EMAIL)}`);
    expect(body.profiles.map((each: { profileId: string }) => each.profileId)).toEqual(['c-42', 'c-43']);
  });

  it('asks the profile when the address book lags behind', async () => {
    const { get, addresses } = await worldWithAnn();
    await addresses.hold(await hmacOf('old@example.org'), 'c-42', START);
    expect((await get('/api/profiles', 'email=old@example.org')).body).toEqual({ profiles: [] });
  });

  it('finds one whose only sign is a request that waits', async () => {
    const { get, post, happens } = apiWorld();
    await post('/api/workspace', { files });
    await happens('s-1', 'subscription.requested', { traits: { email: EMAIL }, properties: request });
    const { body } = await get('/api/profiles', `email=${EMAIL}`);
    expect(body.profiles).toMatchObject([{ profileId: 's-1', consents: [{ topic: 'news', state: 'pending' }] }]);
  });

  it.each(['', 'email=', 'email=ann'])('names the field when %j is no address', async (query) => {
    expect(await apiWorld().get('/api/profiles', query)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'email' }] },
    });
  });
});

describe('a permission recorded after a stop-everything', () => {
  it('does not look granted, because only a confirmed POST brings a person back', async () => {
    const { get, happens, world } = await worldWithAnn();
    await happens('c-42', 'consent.withdrawn', { properties: { all: true, method: 'phone' } });
    world.now = START + DAY;
    await happens('c-42', 'consent.recorded', { properties: consentEvidence('offers', START + HOUR) });
    expect((await get('/api/profiles/c-42')).body.consents).toMatchObject([{ topic: 'offers', state: 'withdrawn' }]);
  });
});
