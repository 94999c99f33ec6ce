import { describe, expect, it } from 'vitest';
import { apiWorld, EMAIL, worldWithAnn } from './api-world.ts';

describe('POST /api/profiles/{id}/erase', () => {
  it('erases before it answers: the profile, its timeline and its address are not known any more (P-56)', async () => {
    const { get, post } = await worldWithAnn();
    expect(await post('/api/profiles/c-42/erase', { reason: 'customer-asked' })).toMatchObject({
      status: 202,
      body: { profileId: 'c-42', status: 'erasing' },
    });
    for (const path of ['', '/timeline', '/export']) {
      expect((await get(`/api/profiles/c-42${path}`)).status).toBe(404);
    }
    expect((await get('/api/profiles', `email=${encodeURIComponent(EMAIL)}`)).body).toEqual({ profiles: [] });
  });

  it('answers the same for somebody nobody knows and for somebody erased (P-61)', async () => {
    const { post } = await worldWithAnn();
    const [known, again, unknown] = [
      await post('/api/profiles/c-42/erase', {}),
      await post('/api/profiles/c-42/erase', {}),
      await post('/api/profiles/c-77/erase', {}),
    ];
    expect(again).toEqual(known);
    expect(unknown).toEqual({ ...known, body: { profileId: 'c-77', status: 'erasing' } });
  });

  it('needs no body', async () => {
    const { call } = await worldWithAnn();
    expect((await call({ method: 'POST', path: '/api/profiles/c-42/erase' })).status).toBe(202);
  });

  it('refuses what can be nobody’s id, and a reason that is no text', async () => {
    const { post } = apiWorld();
    expect((await post('/api/profiles/ann%40example.org/erase', {})).status).toBe(400);
    expect((await post('/api/profiles/c-42/erase', { reason: 7 })).status).toBe(400);
  });
});

describe('GET /api/profiles/{id}/export', () => {
  it('gives facts, preferences, permission with its texts, messages, counted events and runs (P-60)', async () => {
    const { get, happens } = await worldWithAnn();
    await happens('c-42', 'order.placed');
    await happens('c-42', 'member.joined', { eventId: 'j-1' });
    const { status, body } = await get('/api/profiles/c-42/export');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      profile: { profileId: 'c-42', address: { email: EMAIL }, traits: { firstName: { value: 'Ann' } } },
      preferences: {},
      consents: [{ topic: 'offers', basis: 'express-doi', withdrawnAt: null }],
      consentLog: [{ kind: 'consent.granted', text: 'Yes, send me offers.', source: 'form 7' }],
      messages: [{ campaign: 'welcome' }],
      enrollments: [{ campaign: 'welcome', enrollmentId: 'welcome:j-1' }],
      events: { 'order.placed': { count: 1 } },
    });
    expect(JSON.stringify(body)).not.toContain('hmac');
  });

  it('of somebody nobody knows is 404', async () => {
    expect((await apiWorld().get('/api/profiles/c-77/export')).status).toBe(404);
  });
});
