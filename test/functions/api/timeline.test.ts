import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../shared/kernel/instants.ts';
import { apiWorld, START, worldWithAnn } from './api-world.ts';

type Entry = { readonly at: string; readonly kind: string; readonly topic: string | null; readonly because?: unknown };

/** Ann joins, her message is claimed and sent an hour later, and delivered the hour after that. */
async function welcomed() {
  const ann = await worldWithAnn();
  const { happens, apply, get, world } = ann;
  await happens('c-42', 'member.joined', { eventId: 'j-1' });
  const { messageId } = (await get('/api/profiles/c-42')).body.messages[0];
  world.now = START + HOUR;
  await apply('c-42', { kind: 'claim', messageId, claimId: 'k-1' });
  await apply('c-42', {
    kind: 'outcome',
    messageId,
    claimId: 'k-1',
    outcome: { outcome: 'sent', sesMessageId: 'ses-1' },
  });
  world.now = START + 2 * HOUR;
  await apply('c-42', {
    kind: 'feedback',
    feedback: {
      type: 'delivery',
      id: 'f-1',
      at: world.now,
      messageId,
      profileId: 'c-42',
      address: 'hmac',
      bounceType: null,
      bounceSubType: null,
      complaintFeedbackType: null,
      complaintSubType: null,
      delayType: null,
      link: null,
      settled: false,
      userAgent: null,
    },
  });
  return ann;
}

const told = (entries: readonly Entry[]) => entries.map((each) => `${each.at.slice(5, 13)} ${each.kind}`);

describe('GET /api/profiles/{id}/timeline', () => {
  it('merges evidence and messages, newest first, one entry a state', async () => {
    const { get, happens, world } = await welcomed();
    world.now = START + 3 * HOUR;
    await happens('c-42', 'consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    const { status, body } = await get('/api/profiles/c-42/timeline');
    expect(status).toBe(200);
    expect(told(body.entries)).toEqual([
      '11-23T13 consent.withdrawn',
      '11-23T12 message.delivered',
      '11-23T11 message.sent',
      '11-22T10 consent.granted',
    ]);
    expect(body.next).toBeNull();
  });

  it('keeps the evidence of a permission and leaves out the inner name of the address', async () => {
    const { get } = await worldWithAnn();
    const [granted] = (await get('/api/profiles/c-42/timeline')).body.entries;
    expect(granted).toMatchObject({
      kind: 'consent.granted',
      topic: 'offers',
      basis: 'express-doi',
      text: 'Yes, send me offers.',
    });
    expect(granted).not.toHaveProperty('address');
  });

  it('shows a message that still waits, with its reason', async () => {
    const { get, happens, world } = await worldWithAnn();
    world.now = START + 17 * HOUR;
    await happens('c-42', 'member.joined');
    const { entries } = (await get('/api/profiles/c-42/timeline')).body;
    expect(entries.map((each: Entry) => each.kind)).toEqual(['message.held', 'decision', 'consent.granted']);
    expect(entries[0]).toMatchObject({ because: { reason: 'quiet-hours' }, until: '2026-11-24T10:00:00.000Z' });
  });

  it('gives the same entries in pages, none twice and none left out, while new ones arrive', async () => {
    const { get, happens, world } = await welcomed();
    const whole = told((await get('/api/profiles/c-42/timeline')).body.entries);
    const paged: string[] = [];
    let from: string | null = '';
    while (from !== null) {
      const { body } = await get('/api/profiles/c-42/timeline', `limit=1${from ? `&from=${from}` : ''}`);
      paged.push(...told(body.entries));
      from = body.next;
      world.now += HOUR;
      await happens('c-42', 'consent.withdrawn', { properties: { topics: ['news'], method: 'phone' } });
    }
    expect(paged).toEqual(whole);
  });

  it('takes the place of the next page under either name', async () => {
    const { get } = await welcomed();
    const path = '/api/profiles/c-42/timeline';
    const { next } = (await get(path, 'limit=1')).body;
    expect(next).toEqual(expect.any(String));
    expect((await get(path, `limit=1&next=${next}`)).body).toEqual((await get(path, `limit=1&from=${next}`)).body);
    expect((await get(path, 'next=xyz')).status).toBe(400);
  });

  it('refuses a page that it did not name, and a limit that is none', async () => {
    const { get } = await worldWithAnn();
    const path = '/api/profiles/c-42/timeline';
    expect(await get(path, 'from=xyz')).toMatchObject({ status: 400, body: { errors: [{ field: 'from' }] } });
    for (const limit of ['0', '501', 'many', '1.5']) {
      expect(await get(path, `limit=${limit}`)).toMatchObject({ status: 400, body: { errors: [{ field: 'limit' }] } });
    }
    expect((await apiWorld().get('/api/profiles/nobody/timeline')).status).toBe(404);
  });
});
