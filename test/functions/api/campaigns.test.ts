import { describe, expect, it } from 'vitest';
import { DAY, HOUR, isoDay } from '../../../shared/kernel/instants.ts';
import { apiWorld, files, START, worldWithAnn } from './api-world.ts';

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
      steps: [
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

const personal = {
  ...files,
  'settings.yaml': `${files['settings.yaml']}staff: { domains: [acme.example] }\n`.replace('[en]', '[en, de]'),
  'topics.yaml': `- { id: offers, name: { en: Offers, de: Angebote }, description: { en: Good., de: Gut. }, optIn: single }
- { id: news, name: { en: News, de: Neues }, description: { en: New., de: Neu. }, optIn: double }
`,
  'events.yaml': 'events:\n  member.joined: { sample: { plan: gold } }\n',
  'templates/hello/en.mjml': `---
subject: "Hello {{ profile.firstName }}"
preheader: Plan {{ properties.plan }}
---
<mj-section><mj-column><mj-text>Your plan is {{ properties.plan }}</mj-text></mj-column></mj-section>
`,
  'templates/hello/de.mjml': `---
subject: "Hallo {{ profile.firstName }}"
preheader: Tarif {{ properties.plan }}
---
<mj-section><mj-column><mj-text>Ihr Tarif ist {{ properties.plan }}</mj-text></mj-column></mj-section>
`,
};

async function personalWorld() {
  const world = await worldWithAnn();
  expect((await world.post('/api/workspace', { files: personal })).status).toBe(200);
  return world;
}

interface Mail {
  readonly step: string;
  readonly locale: string;
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Record<string, string>;
  readonly warnings: readonly string[];
}

describe('POST /api/campaigns/{id}/preview', () => {
  it('shows every mail in every locale for the sample of the tracking plan, and what rendered empty', async () => {
    const { post } = await personalWorld();
    const { status, body } = await post('/api/campaigns/welcome/preview', {});
    expect(status).toBe(200);
    const mails = body.mails as Mail[];
    expect(mails.map(({ step, locale }) => `${step} ${locale}`).toSorted()).toEqual(['0 de', '0 en', '2 de', '2 en']);
    const english = mails.find((each) => each.locale === 'en');
    expect(english).toMatchObject({ subject: 'Hello', preheader: 'Plan gold' });
    expect(english?.html).toContain('Your plan is gold');
    expect(english?.text).toContain('Your plan is gold');
    expect(english?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect(english?.warnings).toEqual(['subject: {{ profile.firstName }} rendered empty']);
  });

  it('shows them for a profile as it is now, with the properties of its run', async () => {
    const { post, happens } = await personalWorld();
    await happens('c-42', 'member.joined', { eventId: 'j-1', properties: { plan: 'silver' } });
    const { body } = await post('/api/campaigns/welcome/preview', { profileId: 'c-42', step: '0', locale: 'en' });
    expect(body.mails).toMatchObject([{ subject: 'Hello Ann', preheader: 'Plan silver', warnings: [] }]);
  });

  it('takes traits and properties of its own', async () => {
    const { post } = await personalWorld();
    const sample = { traits: { firstName: 'Zoë' }, properties: { plan: 'iron' } };
    const { body } = await post('/api/campaigns/welcome/preview', { sample, locale: 'de', template: 'hello' });
    expect(body.mails[0]).toMatchObject({ subject: 'Hallo Zoë', preheader: 'Tarif iron' });
  });

  it('carries links that verify to nothing', async () => {
    const { post } = await personalWorld();
    const { body } = await post('/api/campaigns/welcome/preview', { profileId: 'c-42', locale: 'en' });
    const [mail] = body.mails as Mail[];
    expect(mail?.headers['List-Unsubscribe']).toBe('<https://links.acme.example/unsubscribe/preview>');
    const tokens = [...(mail?.html ?? '').matchAll(/links\.acme\.example\/[a-z-]+\/([^"?]+)/g)].map(
      (found) => found[1],
    );
    expect(new Set(tokens)).toEqual(new Set(['preview']));
  });

  it.each([
    [{ profileId: 'nobody' }, 404, 'profileId'],
    [{ template: 'helo' }, 400, 'template'],
    [{ step: '9' }, 400, 'step'],
    [{ locale: 'fr' }, 400, 'locale'],
  ])('refuses %j', async (asked, status, field) => {
    const answer = await (await personalWorld()).post('/api/campaigns/welcome/preview', asked);
    expect(answer).toMatchObject({ status, body: { errors: [{ field }] } });
  });
});

describe('POST /api/campaigns/{id}/test-send', () => {
  it('sends one mail to somebody of the staff, marked as a test, whose links do nothing (P-88)', async () => {
    const { post, tests } = await personalWorld();
    const answer = await post('/api/campaigns/welcome/test-send', {
      to: 'qa@acme.example',
      profileId: 'c-42',
      locale: 'de',
    });
    expect(answer).toMatchObject({ status: 200, body: { status: 'sent', locale: 'de', template: 'hello' } });
    expect(tests).toMatchObject([{ to: 'qa@acme.example', subject: '[Test] Hallo Ann', campaign: 'welcome' }]);
    const [mail] = tests;
    const headers = Object.fromEntries(mail?.headers.map(({ name, value }) => [name, value]) ?? []);
    expect(headers).toMatchObject({
      'X-Heed-Test': 'welcome',
      'List-Unsubscribe': '<https://links.acme.example/unsubscribe/preview>',
    });
    expect(mail?.html).toMatch(/<body[^>]*><div[^>]*>This is a test\./);
    expect(mail?.text).toMatch(/^This is a test\./);
  });

  it('counts nothing and enrolls nobody', async () => {
    const { post, get } = await personalWorld();
    await post('/api/campaigns/welcome/test-send', { to: 'qa@acme.example', profileId: 'c-42' });
    expect((await get('/api/profiles/c-42')).body).toMatchObject({ enrollments: [], messages: [] });
    expect((await get('/api/campaigns/welcome/report')).body).toMatchObject({ entered: 0, sent: 0, days: [] });
  });

  it.each([
    ['a customer', 'ann.canary@example.org', 403],
    ['a domain that only ends like it', 'qa@not-acme.example', 403],
    ['what is no address', 'nobody', 400],
    ['nobody', undefined, 400],
  ])('P-88 refuses %s, and sends nothing', async (_, to, status) => {
    const { post, tests } = await personalWorld();
    const answer = await post('/api/campaigns/welcome/test-send', { to });
    expect(answer).toMatchObject({ status, body: { errors: [{ field: 'to' }] } });
    expect(JSON.stringify(answer.body)).not.toContain('canary');
    expect(tests).toEqual([]);
  });

  it('P-88 goes by the allow-list of a stage that has one, and by nothing else', async () => {
    const { post, world, tests } = await personalWorld();
    world.allowed = ['ann@partner.example'];
    const to = async (address: string) => (await post('/api/campaigns/welcome/test-send', { to: address })).status;
    expect(await to('qa@acme.example')).toBe(403);
    expect(await to('ann@partner.example')).toBe(200);
    expect(tests).toHaveLength(1);
  });

  it('always may go to the simulator of SES', async () => {
    const { post } = await personalWorld();
    const answer = await post('/api/campaigns/welcome/test-send', { to: 'success@simulator.amazonses.com' });
    expect(answer.status).toBe(200);
  });

  it('P-52 spares an address that must not be written to', async () => {
    const { post, addresses, world, hmacOf } = await personalWorld();
    await addresses.stop(await hmacOf('qa@acme.example'), world.now - HOUR);
    expect((await post('/api/campaigns/welcome/test-send', { to: 'qa@acme.example' })).status).toBe(403);
    await addresses.suppress(await hmacOf('hr@acme.example'), 'hard-bounce', world.now - HOUR);
    expect((await post('/api/campaigns/welcome/test-send', { to: 'hr@acme.example' })).status).toBe(403);
  });
});

describe('what was rejected, over HTTP', () => {
  const rejection = (profileId: string, at: string) =>
    JSON.stringify({
      reason: 'refused',
      problems: [{ field: 'properties.topics[0]', message: 'is no topic' }],
      record: JSON.stringify({
        source: 'shop',
        'detail-type': 'consent.recorded',
        detail: { profileId, eventId: 'e-1' },
      }),
      at,
    });

  async function withRejected() {
    const world = apiWorld();
    world.rejected.push(
      { id: 'r-1', body: rejection('c-1', '2026-11-21T10:00:00.000Z') },
      { id: 'r-2', body: rejection('c-2', '2026-11-22T10:00:00.000Z') },
    );
    return world;
  }

  it('is listed, newest first, with reason, fields and whom it is about', async () => {
    const { body } = await (await withRejected()).get('/api/rejected');
    expect(body).toMatchObject({
      more: false,
      rejected: [
        { id: 'r-2', reason: 'refused', type: 'consent.recorded', profileId: 'c-2', eventId: 'e-1' },
        { id: 'r-1', problems: [{ field: 'properties.topics[0]' }], record: { source: 'shop' } },
      ],
    });
  });

  it('is handed to the inputs as it came, one or all', async () => {
    const world = await withRejected();
    const { body } = await world.post('/api/rejected/replay', { ids: ['r-2', 'r-9'] });
    expect(body).toEqual({ replayed: ['r-2'], missing: ['r-9'] });
    expect(JSON.parse(world.replayed[0] ?? '')).toMatchObject({ detail: { profileId: 'c-2' } });
    expect((await world.post('/api/rejected/replay', { all: true })).body).toEqual({ replayed: ['r-1'], missing: [] });
    expect((await world.get('/api/rejected')).body.rejected).toEqual([]);
    expect((await world.post('/api/rejected/replay', { ids: ['r-1'] })).status).toBe(404);
  });

  it.each([{}, { ids: [] }, { all: false }])('replays nothing for %j', async (body) => {
    expect((await (await withRejected()).post('/api/rejected/replay', body)).status).toBe(400);
  });
});

describe('two publishers', () => {
  const other = { ...files, 'topics.yaml': `${files['topics.yaml']}# more\n` };

  it('one wins, and the other is told which release came between', async () => {
    const { post } = apiWorld();
    expect((await post('/api/workspace', { files, baseRelease: 0 })).body.release).toBe(1);
    const second = await post('/api/workspace', { files: other, baseRelease: 0 });
    expect(second).toMatchObject({ status: 409, body: { release: 1 } });
    expect(second.body.detail).toContain('release 1 is active');
    expect((await post('/api/workspace', { files: other, baseRelease: 1 })).body.release).toBe(2);
  });

  it('agree where they publish the same, and whoever names no base is asked for none', async () => {
    const { post } = apiWorld();
    await post('/api/workspace', { files });
    expect((await post('/api/workspace', { files, baseRelease: 0 })).body.release).toBe(1);
    expect((await post('/api/workspace', { files: other })).body.release).toBe(2);
  });
});
