import { describe, expect, it } from 'vitest';
import { DAY, isoDay } from '../../../shared/kernel/instants.ts';
import { apiWorld, START, worldWithAnn } from './api-world.ts';

/** Ann joins and her first mail goes out; Bob joins too and agreed to nothing. */
async function afterADay() {
  const ann = await worldWithAnn();
  await ann.happens('c-42', 'member.joined', { eventId: 'j-1' });
  const { messageId } = (await ann.get('/api/profiles/c-42')).body.messages[0];
  await ann.apply('c-42', { kind: 'claim', messageId, claimId: 'k-1' });
  const outcome = { outcome: 'sent', sesMessageId: 'ses-1' } as const;
  await ann.apply('c-42', { kind: 'outcome', messageId, claimId: 'k-1', outcome });
  await ann.happens('c-50', 'profile.updated', { traits: { email: 'bob@example.org' } });
  await ann.happens('c-50', 'member.joined', { eventId: 'j-2' });
  return ann;
}

describe('GET /api/campaigns', () => {
  it('lists the campaigns of the active release with what starts them and what they did', async () => {
    const { get } = await afterADay();
    const { status, body } = await get('/api/campaigns');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      release: 1,
      counted: { from: isoDay(START - 30 * DAY), to: isoDay(START) },
      campaigns: [
        {
          id: 'welcome',
          name: 'Welcome',
          status: 'active',
          class: 'marketing',
          topic: 'offers',
          trigger: 'after member.joined',
          counts: { entered: 2, sent: 1, skipped: { 'no-consent': 1 } },
        },
      ],
    });
  });

  it('is empty before the first publication', async () => {
    expect((await apiWorld().get('/api/campaigns')).body).toMatchObject({ release: 0, campaigns: [] });
  });
});

describe('GET /api/campaigns/{id}/report', () => {
  it('tells what a campaign did, by step, reason and day', async () => {
    const { get } = await afterADay();
    const { status, body } = await get('/api/campaigns/welcome/report');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      campaign: 'welcome',
      from: null,
      to: null,
      entered: 2,
      sent: 1,
      refusals: { 'no-consent': 1 },
      funnel: [
        { step: '0', template: 'hello', reached: 2, sent: 1, skipped: 1 },
        { step: '2', template: 'hello', reached: 0 },
      ],
      days: [{ day: '2026-11-23', entered: 2, sent: 1 }],
    });
  });

  it('takes days or instants, both included', async () => {
    const { get } = await afterADay();
    const sent = async (query: string) => (await get('/api/campaigns/welcome/report', query)).body.sent;
    expect(await sent('from=2026-11-23&to=2026-11-23')).toBe(1);
    expect(await sent('from=2026-11-23T23:00:00Z')).toBe(1);
    expect(await sent('to=2026-11-22')).toBe(0);
  });

  it.each([
    ['from=yesterday', 'from'],
    ['from=2026-11-23&to=2026-11-01', 'to'],
  ])('refuses %s', async (query, field) => {
    const answer = await (await worldWithAnn()).get('/api/campaigns/welcome/report', query);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  it('knows no other campaign, and says which one may be meant', async () => {
    const answer = await (await worldWithAnn()).get('/api/campaigns/welcom/report');
    expect(answer).toMatchObject({ status: 404, body: { errors: [{ field: 'campaign' }] } });
    expect(answer.body.errors[0].message).toContain('did you mean `welcome`');
  });
});
