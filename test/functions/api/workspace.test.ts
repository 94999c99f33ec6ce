import { describe, expect, it } from 'vitest';
import { apiWorld, files } from './api-world.ts';

describe('the workspace over HTTP', () => {
  it('publishes files as release 1 and gives them back', async () => {
    const { post, get } = apiWorld();
    expect(await get('/api/workspace')).toMatchObject({ status: 200, body: { release: 0, files: {} } });
    expect(await post('/api/workspace', { files })).toMatchObject({ status: 200, body: { release: 1, warnings: [] } });
    expect((await get('/api/workspace')).body).toEqual({ release: 1, files });
  });

  it('makes no new release of the same files', async () => {
    const { post } = apiWorld();
    await post('/api/workspace', { files });
    expect((await post('/api/workspace', { files })).body.release).toBe(1);
  });

  it('P-66 warns when a topic says something else under its old id', async () => {
    const { post } = apiWorld();
    await post('/api/workspace', { files });
    const other = {
      ...files,
      'topics.yaml': files['topics.yaml']?.replace('Good things.', 'Everything we sell.') ?? '',
    };
    const { status, body } = await post('/api/workspace', { files: other });
    expect(status).toBe(200);
    expect(body.warnings).toMatchObject([
      {
        file: 'topics.yaml',
        line: 1,
        path: '[0].description.en',
        message: expect.stringContaining('(P-66)'),
        words: expect.stringContaining('(P-66)'),
        severity: 'warning',
      },
    ]);
    expect((await post('/api/workspace', { files: other })).body.warnings).toEqual([]);
  });

  it('warns of a counter that begins with this release, once', async () => {
    const { post } = apiWorld();
    const plan = 'events:\n  order.placed: { remember: true }\n  trial.ended: { remember: REMEMBER }\n';
    const asking = files['campaigns/welcome.yaml']?.replace(
      'reentry: always',
      'audience: { events: { trial.ended: { count: [0] }, order.placed: { count: [0] } } }\nreentry: always',
    );
    const asked = { ...files, 'campaigns/welcome.yaml': asking ?? '', 'events.yaml': plan.replace('REMEMBER', 'true') };
    const first = apiWorld();
    expect((await first.post('/api/workspace', { files: asked })).body.warnings).toEqual([]);
    await post('/api/workspace', { files: { ...asked, 'events.yaml': plan.replace('REMEMBER', 'false') } });
    expect((await post('/api/workspace', { files: asked })).body.warnings).toMatchObject([
      {
        file: 'campaigns/welcome.yaml',
        line: 6,
        path: 'audience.events.trial.ended.count',
        words: expect.stringContaining('what happened before it is not counted'),
        severity: 'warning',
      },
    ]);
    expect((await post('/api/workspace', { files: asked })).body.warnings).toEqual([]);
  });

  it('publishes nothing when there are findings, and says where and what', async () => {
    const { post, get } = apiWorld();
    const broken = { ...files, 'campaigns/welcome.yaml': files['campaigns/welcome.yaml']?.replace('offers', 'ofers') };
    const answer = await post('/api/workspace', { files: broken });
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body.findings).toContainEqual({
      file: 'campaigns/welcome.yaml',
      line: 4,
      column: expect.any(Number),
      path: 'topic',
      message: expect.stringContaining('offers'),
      words: expect.stringContaining('offers'),
      severity: 'error',
    });
    expect((await get('/api/workspace')).body.release).toBe(0);
  });

  it('lists releases, newest first, and makes an earlier one active again', async () => {
    const { post, get } = apiWorld();
    await post('/api/workspace', { files });
    const renamed = {
      ...files,
      'campaigns/welcome.yaml': files['campaigns/welcome.yaml']?.replace('name: Welcome', 'name: Hi'),
    };
    await post('/api/workspace', { files: renamed });
    expect(await post('/api/workspace/releases/1/activate', {})).toMatchObject({ status: 200, body: { release: 1 } });
    expect((await get('/api/workspace/releases')).body.releases).toEqual([
      { release: 2, publishedAt: '2026-11-23T10:00:00.000Z', active: false },
      { release: 1, publishedAt: '2026-11-23T10:00:00.000Z', active: true },
    ]);
  });

  it.each(['9', '0', 'x', '-1', '1.5'])('knows no release %s', async (release) => {
    expect(await apiWorld().post(`/api/workspace/releases/${release}/activate`, {})).toMatchObject({
      status: 404,
      body: { errors: [{ field: 'release' }] },
    });
  });

  it('answers 409 when somebody else published meanwhile', async () => {
    const { post } = apiWorld();
    const other = { ...files, 'topics.yaml': `${files['topics.yaml']}# more\n` };
    const statuses = (
      await Promise.all([post('/api/workspace', { files }), post('/api/workspace', { files: other })])
    ).map((answer) => answer.status);
    expect(statuses.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([200, 409]);
  });

  it('names what is wrong with the request itself', async () => {
    const { post } = apiWorld();
    expect(await post('/api/workspace', {})).toMatchObject({ status: 400, body: { errors: [{ field: 'files' }] } });
    expect((await post('/api/workspace', { files: { 'a.yaml': 1 } })).body.errors[0].field).toBe('files.a.yaml');
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
