import { describe, expect, it } from 'vitest';
import { routes } from '../../../functions/api/routes/registry.ts';
import { pathOf } from '../../../shared/api/endpoint.ts';
import { HOUR } from '../../../shared/kernel/instants.ts';
import { consentEvidence, files, START, worldWithAnn } from './api-world.ts';
import { allEndpoints } from './by-contract.ts';

const named = (each: { readonly method: string; readonly path: string }) => `${each.method} ${each.path}`;

const seasonal = `id: season
name: Season
status: active
topic: offers
trigger: { schedule: { on: "2026-11-23", at: "12:00" } }
steps:
  - send: hello
`;

describe('the description of the API', () => {
  it('has every route, and nothing that is none', () => {
    expect(allEndpoints.map(named).toSorted()).toEqual(routes.map(named).toSorted());
  });

  it.each(allEndpoints.map((endpoint) => ({ name: named(endpoint), endpoint })))(
    '$name has an example that its own schemas take',
    ({ endpoint: { answer, body, example } }) => {
      expect(answer.parse(example.answer)).toEqual(example.answer);
      expect(body?.safeParse(example.body).error).toBeUndefined();
    },
  );

  it('is what every route answers when all is well', async () => {
    const world = await worldWithAnn();
    const { get, post, happens } = world;
    const refusal = { template: 'hello', at: START, address: 'a' };
    await world.templates.refuse(refusal, { max: 1, within: HOUR }, START);
    world.rejected.push({ id: 'r-1', body: 'what nobody can read' });
    await post('/api/workspace', {
      files: {
        ...files,
        'settings.yaml': `${files['settings.yaml']}staff: { domains: [acme.example] }\n`,
        'campaigns/season.yaml': seasonal,
      },
    });
    world.world.now = START + 2 * HOUR;
    await post('/api/workspace/releases/2/activate', {});
    await happens('c-42', 'member.joined');
    const [job] = (await get('/api/jobs')).body.jobs;
    for (const path of ['', '/timeline', '/export']) await get(`/api/profiles/c-42${path}`);
    await get('/api/profiles', 'email=ann.canary@example.org');
    await get('/api/profiles/c-42/explain', 'campaign=welcome');
    for (const path of ['', '/welcome/report', '/welcome/reach']) await get(`/api/campaigns${path}`);
    for (const path of ['workspace', 'workspace/releases', 'rejected', 'standing', 'switches'])
      await get(`/api/${path}`);
    await post('/api/events', { type: 'order.placed', profileId: 'c-42' });
    await post('/api/imports/check', { rows: [{ profileId: 'c-43', ...consentEvidence('offers') }] });
    await post('/api/campaigns/welcome/preview', {});
    await post('/api/campaigns/welcome/test-send', { to: 'eva@acme.example' });
    for (const what of ['stop', 'resume']) await post(`/api/jobs/${job?.id}/${what}`, {});
    await post('/api/rejected/replay', { all: true });
    await post('/api/standing/spam-rate', { domain: 'acme.example', day: '2026-11-22', percent: 0.1 });
    await post('/api/templates/hello/resume', { reason: 'mended', by: 'eva' });
    await post('/api/profiles/c-42/lift-suppression', { reason: 'she called', by: 'eva' });
    await post('/api/profiles/c-42/erase', {});
    expect([...world.described].map(named).toSorted()).toEqual(allEndpoints.map(named).toSorted());
  });
});

describe('a path', () => {
  it('has its names encoded and leaves out what is not asked', () => {
    const path = '/api/profiles/{id}/timeline';
    const query = { from: 'a+b', limit: undefined };
    expect(pathOf({ path }, { params: { id: 'a/b' }, query })).toBe('/api/profiles/a%2Fb/timeline?from=a%2Bb');
    expect(pathOf({ path: '/api/jobs' })).toBe('/api/jobs');
  });
});
