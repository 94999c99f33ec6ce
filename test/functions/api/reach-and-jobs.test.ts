import { describe, expect, it } from 'vitest';
import { consentEvidence, files, worldWithAnn } from './api-world.ts';

const draft = files['campaigns/welcome.yaml']?.replace('status: active', 'status: draft') ?? '';

const broadcast = `id: season
status: active
topic: offers
trigger: { schedule: { rrule: "FREQ=MONTHLY;BYMONTHDAY=31" } }
steps:
  - send: hello
`;

describe('whom a campaign reaches', () => {
  it('is counted by reason, before it is active too', async () => {
    const { get, post, happens } = await worldWithAnn();
    await happens('c-43', 'profile.updated', { traits: { email: 'ben@example.org' } });
    await happens('c-44', 'consent.recorded', { properties: consentEvidence('offers') });
    const { body } = await get('/api/campaigns/welcome/reach');
    expect(body).toEqual({
      campaign: 'welcome',
      status: 'active',
      people: 3,
      inFlight: 0,
      mails: 2,
      reachable: { now: 1, later: 0, because: {} },
      refused: { skipped: 2, notEntered: 0, because: { 'no-consent': 1, 'no-address': 1 } },
      next: null,
    });
    await post('/api/workspace', { files: { ...files, 'campaigns/welcome.yaml': draft } });
    expect((await get('/api/campaigns/welcome/reach')).body).toEqual({ ...body, status: 'draft' });
  });

  it('knows who stopped everything under another profile (P-52)', async () => {
    const { get, addresses, hmacOf, world } = await worldWithAnn();
    await addresses.stop(await hmacOf('ann.canary@example.org'), world.now);
    const { body } = await get('/api/campaigns/welcome/reach');
    expect(body).toMatchObject({ reachable: { now: 0 }, refused: { skipped: 1, because: { 'unsubscribed-all': 1 } } });
  });

  it('is asked of a campaign that there is, from a place that was told', async () => {
    const { get } = await worldWithAnn();
    expect((await get('/api/campaigns/welcom/reach')).status).toBe(404);
    expect((await get('/api/campaigns/welcome/reach', 'next=%20%21')).status).toBe(400);
    const behindAnn = Buffer.from('c-42').toString('base64url');
    expect((await get('/api/campaigns/welcome/reach', `next=${behindAnn}`)).body.people).toBe(0);
  });
});

describe('jobs', () => {
  it('are listed, stopped and resumed', async () => {
    const { get, post, world } = await worldWithAnn();
    world.now = Date.parse('2026-11-29T09:00:00Z');
    await post('/api/workspace', { files: { ...files, 'campaigns/season.yaml': broadcast } });
    expect((await get('/api/jobs')).body).toEqual({ jobs: [] });
    world.now = Date.parse('2026-11-30T09:00:00Z');
    await post('/api/workspace', { files: { ...files, 'campaigns/season.yaml': `${broadcast}name: Season\n` } });
    const job = {
      id: 'broadcast-season-2026-11-30',
      kind: 'broadcast',
      campaign: 'season',
      occurrence: '2026-11-30',
      at: '2026-11-30T09:00:00.000Z',
      state: 'running',
      startedAt: '2026-11-30T09:00:00.000Z',
      people: 0,
      pages: 0,
      parts: { done: 0, of: 4 },
    };
    expect((await get('/api/jobs')).body).toEqual({ jobs: [job] });
    expect((await post(`/api/jobs/${job.id}/stop`, {})).body).toEqual({ ...job, state: 'stopped' });
    expect((await post(`/api/jobs/${job.id}/resume`, {})).body).toEqual(job);
    expect((await post('/api/jobs/none/stop', {})).status).toBe(404);
    expect((await post('/api/jobs/none/resume', {})).status).toBe(404);
  });

  it('a rule that cannot be kept is a finding with words', async () => {
    const { post } = await worldWithAnn();
    const wrong = broadcast.replace('FREQ=MONTHLY;BYMONTHDAY=31', 'FREQ=WEEKLY');
    const { status, body } = await post('/api/workspace', { files: { ...files, 'campaigns/season.yaml': wrong } });
    expect(status).toBe(422);
    expect(body.findings).toMatchObject([
      {
        file: 'campaigns/season.yaml',
        line: 4,
        path: 'trigger.schedule.rrule',
        words: expect.stringContaining('`starts`'),
      },
    ]);
  });
});
