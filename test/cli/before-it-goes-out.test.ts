import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { files, worldWithAnn } from '../functions/api/api-world.ts';
import { servedOn } from './api-server.ts';
import { folderWith } from './heed-command.ts';
import { heedHere as heed } from './heed-here.ts';

const SAMPLE = fileURLToPath(new URL('../../workspace', import.meta.url));

const staffed: Readonly<Record<string, string>> = {
  ...files,
  'settings.yaml': `${files['settings.yaml']}staff: { domains: [acme.example] }\n`,
};

let world: Awaited<ReturnType<typeof worldWithAnn>>;
let server: Awaited<ReturnType<typeof servedOn>>;
beforeAll(async () => {
  world = await worldWithAnn();
  await world.post('/api/workspace', { files: staffed });
  server = await servedOn(world);
});
afterAll(() => server.close());

const asked = (...args: string[]) => heed([...args, '--api', server.origin]);

describe('heed preview', () => {
  it('writes HTML and text of a campaign in every language from a folder, without an API', async () => {
    const out = folderWith({});
    const { code, out: told } = await heed(['preview', 'cart-abandoned', '--workspace', SAMPLE, '--out', out]);
    expect(code).toBe(0);
    const written = readdirSync(`${out}/cart-abandoned`);
    for (const locale of ['en', 'de']) {
      const file = written.find((name) => name.endsWith(`-cart-reminder.${locale}.html`)) ?? '';
      expect(told).toContain(`${out}/cart-abandoned/${file}`);
      expect(readFileSync(`${out}/cart-abandoned/${file}`, 'utf8')).toContain('Ethiopia Guji');
      expect(statSync(`${out}/cart-abandoned/${file}`).mode & 0o077).toBe(0);
      expect(written).toContain(file.replace(/html$/, 'txt'));
    }
    expect(written.some((name) => name.endsWith('-cart-last-call.en.html'))).toBe(true);
  });

  it('takes a template, and somebody of the samples', async () => {
    const out = folderWith({});
    const args = ['cart-last-call', '--workspace', SAMPLE, '--profile', 'c-anna', '--out', out, '--json'];
    const { code, out: told } = await heed(['preview', ...args]);
    expect({ code, mails: JSON.parse(told).mails.length }).toEqual({ code: 0, mails: 2 });
    expect(readFileSync(`${out}/cart-last-call/cart-last-call.de.html`, 'utf8')).toContain('Angebote');
  });

  it('asks the API for a profile of the active release, and tells what rendered empty', async () => {
    const out = folderWith({});
    expect(await asked('preview', 'welcome', '--profile', 'c-42', '--out', out)).toMatchObject({ code: 0 });
    expect(existsSync(`${out}/welcome/0-hello.en.html`)).toBe(true);
    const folder = folderWith({
      ...files,
      'templates/hello/en.mjml': `---
subject: "{{ profile.firstName }}"
preheader: Hi
---
<mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
`,
    });
    const empty = await heed(['preview', 'welcome', '--workspace', folder, '--out', out]);
    expect(empty.out).toContain('warning: subject: {{ profile.firstName }} rendered empty');
  });

  it.each([
    [['cart-abandond'], 2, 'did you mean `cart-abandoned`'],
    [['cart-abandoned', '--profile', 'c-nobody'], 2, 'c-nobody'],
  ])('%j is told with its remedy', async (args, code, words) => {
    const ended = await heed(['preview', ...args, '--workspace', SAMPLE, '--out', folderWith({})]);
    expect(ended.err).toContain(words);
    expect(ended.code).toBe(code);
  });

  it('prints the findings of a folder that does not compile', async () => {
    const folder = folderWith({ ...files, 'campaigns/welcome.yaml': 'id: welcome\n' });
    const { code, err } = await heed(['preview', 'welcome', '--workspace', folder]);
    expect(code).toBe(1);
    expect(err).toMatch(/^campaigns\/welcome\.yaml:1:1: /m);
  });
});

describe('heed test-send', () => {
  it('sends to the staff, and is refused for anybody else (P-88)', async () => {
    expect(await asked('test-send', 'welcome', '--to', 'qa@acme.example')).toMatchObject({
      code: 0,
      out: 'sent: [Test] Hello (hello, en)\n',
    });
    const refused = await asked('test-send', 'welcome', '--to', 'ann@example.org');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('staff') });
    expect(world.tests).toHaveLength(1);
    expect(await asked('test-send', 'welcome')).toMatchObject({ code: 2, err: expect.stringContaining('--to') });
  });
});

describe('heed report', () => {
  it('prints a table, or the answer as JSON', async () => {
    await world.happens('c-50', 'profile.updated', { traits: { email: 'bob@example.org' } });
    await world.happens('c-50', 'member.joined', { eventId: 'j-2' });
    const { code, out } = await asked('report', 'welcome', '--from', '2026-11-01');
    expect(code).toBe(0);
    expect(out).toContain('welcome: Welcome (active), after member.joined');
    expect(out).toMatch(/entered +1/);
    expect(out).toMatch(/no-consent +1/);
    expect(out).toMatch(/^ {2}step +template +reached/m);
    expect(JSON.parse((await asked('report', 'welcome', '--json')).out)).toMatchObject({ entered: 1, sent: 0 });
    expect(await asked('report', 'welcom')).toMatchObject({ code: 1, err: expect.stringContaining('did you mean') });
  });
});

describe('heed diff, publish and rollback', () => {
  const changed = {
    ...staffed,
    'campaigns/welcome.yaml': staffed['campaigns/welcome.yaml']?.replace('status: active', 'status: paused') ?? '',
    'campaigns/bye.yaml': `id: bye\nname: Bye\ntopic: offers\ntrigger: { event: member.left }\nsteps: [{ send: hello }]\n`,
    'templates/hello/en.mjml': staffed['templates/hello/en.mjml']?.replace('Good to see you', 'Welcome') ?? '',
    'topics.yaml': staffed['topics.yaml']?.replace('New things.', 'Newer things.') ?? '',
  };

  it('tells in plain words what publishing would change', async () => {
    expect((await asked('diff', folderWith(staffed))).out).toContain('nothing would change');
    const { code, out } = await asked('diff', folderWith(changed));
    expect(code).toBe(0);
    expect(out).toContain('against release 2, which is active');
    expect(out).toContain('  + bye');
    expect(out).toContain(
      '  ~ welcome: status: active -> paused\n      people in flight: 1; they keep the steps that they began with',
    );
    expect(out).toContain('  ~ news: description');
    expect(out).toContain('  ~ hello: en changed');
    expect(out).not.toContain('cannot be published');
    const broken = { ...changed, 'topics.yaml': '[]' };
    expect((await asked('diff', folderWith(broken))).out).toMatch(
      /cannot be published as it is: npx heed validate \S+ says why/,
    );
    const { changes } = JSON.parse((await asked('diff', folderWith(changed), '--json')).out);
    expect(changes).toContainEqual(
      expect.objectContaining({
        kind: 'campaign',
        id: 'welcome',
        change: 'changed',
        inFlight: { people: 1, isWhole: true },
      }),
    );
  });

  it('of two publishers the second is told, and can go back', async () => {
    expect((await asked('publish', folderWith(changed), '--base', '2')).out).toContain('release 3 is active');
    const late = await asked(
      'publish',
      folderWith({ ...changed, 'topics.yaml': `${changed['topics.yaml']}# x\n` }),
      '--base',
      '2',
    );
    expect(late).toMatchObject({ code: 1, err: expect.stringContaining('release 3 is active') });
    expect(await asked('rollback', '2')).toMatchObject({ code: 0, out: 'release 2 is active\n' });
    expect((await asked('rollback', '9')).code).toBe(1);
    expect((await asked('rollback', 'last')).code).toBe(2);
  });
});

describe('heed publish from a folder that was published from before', () => {
  const topics = 'topics.yaml';
  const commented = (mark: string) => ({ ...files, [topics]: `${files[topics]}# ${mark}\n` });
  const write = (folder: string, name: string, text: string) => writeFileSync(join(folder, name), text);

  it('names what somebody else published since, and publishes over it only when told to', async () => {
    const anns = folderWith(commented('ann'));
    expect((await asked('publish', anns)).code).toBe(0);
    const eva = 'campaigns/evas.yaml';
    const evas = files['campaigns/welcome.yaml']?.replace('id: welcome', 'id: evas') ?? '';
    await world.post('/api/workspace', { files: { ...commented('eva'), [eva]: evas } });
    const { release } = (await world.get('/api/workspace')).body;
    const late = await asked('publish', anns);
    expect(late).toMatchObject({ code: 1, out: '' });
    expect(late.err).toContain(`release ${release} is active`);
    expect(late.err).toContain(`\n  ${eva}\n  ${topics}\n`);
    const told = JSON.parse((await asked('publish', anns, '--json')).out);
    expect(told).toMatchObject({ release, files: [eva, topics] });
    expect((await world.get('/api/workspace')).body.release).toBe(release);
    expect((await asked('publish', anns, '--base', String(release))).code).toBe(0);
    expect((await asked('publish', anns)).code).toBe(0);
  });

  it('goes on where their change was taken over, beside changes of its own', async () => {
    const anns = folderWith(commented('both'));
    expect((await asked('publish', anns)).code).toBe(0);
    const theirs = commented('theirs');
    await world.post('/api/workspace', { files: theirs });
    write(anns, topics, theirs[topics] ?? '');
    write(anns, 'campaigns/welcome.yaml', files['campaigns/welcome.yaml']?.replace('Welcome', 'Hello') ?? '');
    expect((await asked('publish', anns)).code).toBe(0);
    expect((await world.get('/api/workspace')).body.files['campaigns/welcome.yaml']).toContain('name: Hello');
  });

  it('does not take back a release that somebody rolled back', async () => {
    const anns = folderWith(commented('good'));
    expect((await asked('publish', anns)).code).toBe(0);
    const { release } = (await world.get('/api/workspace')).body;
    write(anns, topics, `${files[topics]}# bad\n`);
    expect((await asked('publish', anns)).code).toBe(0);
    expect((await asked('rollback', String(release))).code).toBe(0);
    expect((await asked('publish', anns)).err).toContain(`release ${release} is active`);
  });

  it('keeps what it remembers out of git and out of the release', async () => {
    const anns = folderWith(commented('ignored'));
    expect((await asked('publish', anns)).code).toBe(0);
    expect(readFileSync(join(anns, '.heed/.gitignore'), 'utf8')).toBe('*\n');
    expect((await asked('publish', anns)).code).toBe(0);
    const published = Object.keys((await world.get('/api/workspace')).body.files);
    expect(published.filter((name) => name.includes('.heed'))).toEqual([]);
    write(anns, '.heed/published', 'no JSON');
    expect(await asked('publish', anns)).toMatchObject({ code: 2, err: expect.stringContaining('remove it') });
  });
});

describe('heed rejected', () => {
  it('lists what could not be taken and replays it', async () => {
    const problems = [{ field: 'properties.topics[0]', message: 'is no topic' }];
    const record = JSON.stringify({ 'detail-type': 'consent.recorded', detail: { profileId: 'c-1' } });
    const body = JSON.stringify({ reason: 'refused', problems, record, at: '2026-11-23T10:00:00.000Z' });
    world.rejected.push({ id: 'r-1', body });
    const { code, out } = await asked('rejected', 'list');
    expect(code).toBe(0);
    expect(out).toContain('r-1  2026-11-23T10:00:00.000Z  consent.recorded  c-1  refused');
    expect(out).toContain('  properties.topics[0] is no topic');
    expect((await asked('rejected', 'replay')).code).toBe(2);
    expect(await asked('rejected', 'replay', 'r-1')).toMatchObject({ code: 0, out: 'replayed: 1\n' });
    expect((await asked('rejected', 'list')).out).toBe('nothing was rejected\n');
    expect((await asked('rejected', 'purge')).code).toBe(2);
  });
});

it.each(['preview', 'test-send', 'report', 'diff', 'publish', 'rollback', 'rejected'])(
  'heed %s has a help page with an example',
  async (verb) => {
    const { code, out } = await heed([verb, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`Examples?:\n {2}npx heed ${verb}`));
  },
);
