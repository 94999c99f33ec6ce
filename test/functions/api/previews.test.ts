import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../shared/kernel/instants.ts';
import { files, worldWithAnn } from './api-world.ts';

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
