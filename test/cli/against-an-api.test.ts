import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { files, worldWithAnn } from '../functions/api/api-world.ts';
import { servedOn } from './api-server.ts';
import { folderWith, heed } from './heed-command.ts';

let world: Awaited<ReturnType<typeof worldWithAnn>>;
let server: Awaited<ReturnType<typeof servedOn>>;
beforeAll(async () => {
  world = await worldWithAnn();
  server = await servedOn(world);
});
afterAll(() => server.close());

const asked = (...args: string[]) => heed([...args, '--api', server.origin]);

describe('heed, asking an API', () => {
  it('publishes a folder and tells the release', async () => {
    expect(await asked('publish', folderWith(files))).toMatchObject({ code: 0, out: 'release 1 is active\n' });
  });

  it('publishes nothing with findings, prints them and ends with 1', async () => {
    const folder = folderWith({ ...files, 'campaigns/welcome.yaml': 'id: welcome\n' });
    const { code, out } = await asked('publish', folder);
    expect(code).toBe(1);
    expect(out).toMatch(/^campaigns\/welcome\.yaml:1:1: /m);
    expect(out).toContain('nothing was published');
  });

  it('sends an event with its properties and traits as they were meant', async () => {
    const args = [
      '--profile',
      'c-42',
      '--event-id',
      'o-1',
      '--property',
      'total=49.9',
      '--property',
      'note=a=b',
      '--trait',
      'vip=true',
    ];
    expect(await asked('track', 'order.placed', ...args)).toMatchObject({ code: 0, out: 'taken: o-1\n' });
    expect(world.bus.at(-1)).toMatchObject({
      type: 'order.placed',
      detail: { profileId: 'c-42', properties: { total: 49.9, note: 'a=b' }, traits: { vip: true } },
    });
  });

  it('sends a file of events and tells the ids as JSON', async () => {
    const lines = [1, 2].map((n) => JSON.stringify({ type: 'a.b', profileId: 'c-42', eventId: `e-${n}` }));
    const folder = folderWith({ 'events.jsonl': `${lines.join('\n')}\n` });
    const { code, out } = await asked('track', '--file', `${folder}/events.jsonl`, '--json');
    expect({ code, answer: JSON.parse(out) }).toEqual({ code: 0, answer: { ids: ['e-1', 'e-2'] } });
  });

  it('shows a profile', async () => {
    const { code, out } = await asked('profile', 'c-42');
    expect(code).toBe(0);
    expect(out).toContain('offers  granted  express');
    expect(JSON.parse((await asked('profile', 'c-42', '--json')).out).profileId).toBe('c-42');
  });

  it('explains in words why somebody gets nothing, with gate, facts and trace', async () => {
    await world.happens('c-50', 'profile.updated', { traits: { email: 'bob@example.org' } });
    const { code, out } = await asked('explain', 'c-50', 'welcome');
    expect(code).toBe(0);
    expect(out).toContain('c-50, welcome: skip, because the person never agreed to the topic (no-consent)');
    expect(out).toMatch(/gate +consent/);
    expect(out).toMatch(/facts +topic=offers/);
    expect(out).toMatch(/pass address/);
    expect(out).toMatch(/SKIP consent/);
  });

  it('ends with 1 and the words of the API for somebody or something unknown', async () => {
    expect(await asked('profile', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no profile nobody'),
    });
    expect(await asked('explain', 'c-42', 'welcom')).toMatchObject({
      code: 1,
      err: expect.stringContaining('did you mean `welcome`'),
    });
  });

  it('prints a refusal as JSON too', async () => {
    const { code, out } = await asked('explain', 'c-42', 'welcom', '--json');
    expect({ code, answer: JSON.parse(out) }).toMatchObject({
      code: 1,
      answer: { status: 404, errors: [{ field: 'campaign' }] },
    });
  });

  it('ends with 2 and names the path where an API of another version answers', async () => {
    const other = createServer((_, response) => response.end('{"profileId":"c-42"}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, err } = await heed(['profile', 'c-42', '--api', `http://127.0.0.1:${port}`]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('GET /api/profiles/{id}') });
    await new Promise((resolve) => other.close(resolve));
  });

  it('finds the local run through the endpoints in its data folder', async () => {
    const folder = folderWith({ '.local/endpoints.json': JSON.stringify({ api: server.origin }) });
    expect((await heed(['profile', 'c-42'], folder)).code).toBe(0);
  });

  it('remembers nothing of what it published to the local run, which takes saved files over by itself', async () => {
    const folder = folderWith({ '.local/endpoints.json': JSON.stringify({ api: server.origin }) });
    const workspace = folderWith(files);
    expect((await heed(['publish', workspace], folder)).code).toBe(0);
    expect(existsSync(`${workspace}/.heed`)).toBe(false);
  });

  it('exports a person, to the terminal or into a file that only its owner reads (P-60)', async () => {
    const { code, out } = await asked('export', 'c-42');
    expect({ code, profileId: JSON.parse(out).profile.profileId }).toEqual({ code: 0, profileId: 'c-42' });
    const file = `${folderWith({})}/c-42.json`;
    expect(await asked('export', 'c-42', '--out', file)).toMatchObject({ code: 0, out: `written: ${file}\n` });
    expect(JSON.parse(readFileSync(file, 'utf8')).profile.profileId).toBe('c-42');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('erases a person, whom nobody knows afterwards (P-56)', async () => {
    expect(await asked('erase', 'c-42', '--reason', 'requested', '--yes')).toMatchObject({ code: 0 });
    expect((await asked('profile', 'c-42')).code).toBe(1);
    expect((await asked('export', 'c-42')).code).toBe(1);
  });
});
