import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { files } from '../functions/api/api-world.ts';
import { folderWith } from './heed-command.ts';
import { heedHere } from './heed-here.ts';

const SAMPLE = fileURLToPath(new URL('../../workspace', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/stories.md', import.meta.url));

/** Noon of a Monday in UTC, which is the zone of the workspace; Ann asked for offers. */
const BEGINNING = `name: A story
at: "2026-10-05T12:00"
people:
  ann: { traits: { email: ann@example.org, timeZone: UTC }, consents: [offers] }
story:
`;

const folderOf = (...stories: readonly string[]) =>
  folderWith({
    ...files,
    ...Object.fromEntries(stories.map((story, index) => [`tests/${index + 1}.yaml`, story])),
  });

const play = (...lines: readonly string[]) =>
  heedHere(['test', folderOf(`${BEGINNING}${lines.map((line) => `  - ${line}\n`).join('')}`)]);

describe('heed test', () => {
  it('finds the stories of the sample workspace true, and that of the documentation', async () => {
    const folder = folderWith({
      'tests/documentation.yaml': /```yaml\n(.*?)```/s.exec(readFileSync(PAGE, 'utf8'))?.[1] ?? '',
    });
    cpSync(SAMPLE, folder, { recursive: true });
    const { code, out, err } = await heedHere(['test', folder]);
    expect(out).toContain('ok   A cart left behind is reminded of\n');
    expect({ code, err, failed: out.split('\n').filter((line) => !line.startsWith('ok  ')) }).toEqual({
      code: 0,
      err: '',
      failed: [expect.stringMatching(/^\d+ stories, all true$/), ''],
    });
  });

  it('takes a line in its order: time goes on, something happens, something is expected', async () => {
    const result = await play(
      '{ after: PT1H, event: member.joined, expect: { ann: { mails: [{ template: hello, at: "2026-10-05T13:00" }] } } }',
      '{ after: P1D, expect: { ann: { mails: [hello], enrollments: [] } } }',
    );
    expect(result).toEqual({ code: 0, err: '', out: 'ok   A story\n1 story, all true\n' });
  });

  it('goes on in time from line to line, and takes each mail once', async () => {
    const result = await play(
      '{ event: member.joined }',
      '{ expect: { ann: { mails: [{ template: hello, subject: Hello, at: "2026-10-05T12:00" }], enrollments: [welcome] } } }',
      '{ at: "2026-10-06T12:00", expect: { ann: { mails: [{ campaign: welcome }], enrollments: [], holds: [] } } }',
      '{ at: "2026-10-07T00:00:00Z", expect: { ann: { mails: [], refusals: [] } } }',
    );
    expect(result).toEqual({ code: 0, err: '', out: 'ok   A story\n1 story, all true\n' });
  });

  it('says of a mail that did not come what was decided, and of one that came that nobody expected it', async () => {
    const { code, out } = await play(
      '{ unsubscribes: ann, from: offers }',
      '{ event: member.joined }',
      '{ expect: { ann: { mails: [hello] } } }',
      '{ event: member.joined, eventId: again }',
      '{ expect: { ann: { refusals: [muted] } } }',
    );
    expect(code).toBe(1);
    expect(out).toContain('FAIL A story\n');
    expect(out).toMatch(
      /^tests\/1\.yaml:8:32: ann: there is no mail hello: welcome sent nothing at 2026-10-05T12:00, because the person opted out of the topic \(topic-opted-out/m,
    );
    expect(out).toMatch(/^tests\/1\.yaml:10:35: ann: there is no refusal muted$/m);
    expect(out).toMatch(
      /^tests\/1\.yaml:10:24: ann: a refusal is there that is not expected: topic-opted-out \(campaign welcome, template hello, at 2026-10-05T12:00\)$/m,
    );
  });

  it('names the fact that is another one', async () => {
    const { out } = await play(
      '{ event: member.joined }',
      '{ expect: { ann: { mails: [{ template: hello, subject: Hallo }], consents: { offers: withdrawn }, counts: { order.placed: 2 } } } }',
    );
    expect(out).toContain('the mail hello has subject "Hello", expected "Hallo"');
    expect(out).toContain('consents.offers is "granted", expected "withdrawn"');
    expect(out).toContain('counts.order.placed is 0, expected 2');
  });

  it('says where a run stands of which the mail is still to come, and what has started nothing', async () => {
    const { out } = await play(
      '{ expect: { ann: { mails: [hello] } } }',
      '{ event: member.joined }',
      '{ expect: { ann: { mails: [hello] } } }',
      '{ after: PT1H, expect: { ann: { enrollments: [{ campaign: welcome, until: "2026-10-07T12:00" }] } } }',
    );
    expect(out).toContain('there is no mail hello: nothing has started welcome for this person');
    expect(out).toContain('the enrollment welcome has until 2026-10-06T12:00, expected 2026-10-07T12:00');
  });

  it('lets people sign up, confirm, choose, complain and bounce', async () => {
    const result = await play(
      '{ subscribes: ann, to: [news] }',
      '{ expect: { ann: { mails: [_system/confirmation], consents: { news: pending } } } }',
      '{ confirms: ann }',
      '{ preferences: { pausedUntil: "2026-10-20" } }',
      '{ event: member.joined }',
      '{ expect: { ann: { consents: { news: granted }, refusals: [{ reason: paused, campaign: welcome }] } } }',
      '{ after: PT1M, preferences: { pausedUntil: null } }',
      '{ after: P2D, event: member.joined, eventId: again }',
      '{ after: PT1M, delivers: ann, mail: hello }',
      '{ after: PT1M, complains: ann }',
      '{ expect: { ann: { suppression: complaint, consents: { offers: withdrawn } } } }',
    );
    expect(result.out).toBe('ok   A story\n1 story, all true\n');
  });

  it('tells what a deployment would have put aside, and what cannot have happened', async () => {
    const { code, out } = await play(
      '{ event: consent.recorded, properties: { topics: [offers], basis: express } }',
      '{ confirms: ann }',
      '{ bounces: ann, mail: hello }',
      '{ at: "2026-10-01T09:00" }',
    );
    expect(code).toBe(1);
    expect(out).toMatch(
      /^tests\/1\.yaml:6:\d+: is refused: properties\.grantedAt is required: when the person agreed$/m,
    );
    expect(out).toContain('tests/1.yaml:7:5: ann has nothing to confirm: no sign-up waits for it');
    expect(out).toContain('tests/1.yaml:8:5: ann got no mail hello yet: nothing has started welcome for this person');
    expect(out).toContain('tests/1.yaml:9:11: lies before the line above, when it is 2026-10-05T12:00 already');
  });

  it('puts nobody into a holdout who is not said to be in one', async () => {
    const people = Array.from(
      { length: 8 },
      (_, n) => `  p${n}: { traits: { email: p${n}@example.org, timeZone: UTC }, consents: [offers] }`,
    );
    const held = `  q: { traits: { email: q@example.org, timeZone: UTC }, consents: [offers], holdout: [welcome] }`;
    const lines = [...people.keys()].map(
      (n) => `  - { event: member.joined, of: p${n} }\n  - { expect: { p${n}: { mails: [hello] } } }`,
    );
    const story = [
      'name: Half of all\nat: "2026-10-05T12:00"\npeople:',
      ...people,
      held,
      'story:',
      ...lines,
      '  - { event: member.joined, of: q }\n  - { expect: { q: { mails: [], refusals: [holdout] } } }\n',
    ].join('\n');
    const welcome = `${files['campaigns/welcome.yaml']}holdout: 50\n`;
    const folder = folderWith({ ...files, 'campaigns/welcome.yaml': welcome, 'tests/half.yaml': story });
    expect(await heedHere(['test', folder])).toMatchObject({ code: 0, out: 'ok   Half of all\n1 story, all true\n' });
  });

  it('finds what is wrong in a story with its place and remedy, and plays none', async () => {
    const { code, out } = await play(
      '{ event: member.joined, of: anna }',
      '{ after: 1h, propertis: {} }',
      '{ confirms: ann, clicks: ann }',
      '{ confirms: ann, mail: hello }',
      '{}',
      '{ expect: { ann: { mails: [helo] } } }',
    );
    expect(code).toBe(1);
    expect(out).toContain('tests/1.yaml:7:14: `story[1].after` is not a duration');
    expect(out).toContain('tests/1.yaml:7:18: `story[1].propertis` is not known here; did you mean `properties`?');
    expect(out).toContain(
      'tests/1.yaml:8:30: `story[2].clicks` stands beside `confirms`: begin a line of its own for it',
    );
    expect(out).toContain('tests/1.yaml:9:28: `story[3].mail` does not go with `confirms`: leave it out');
    expect(out).toContain('tests/1.yaml:10:5: `story[4]` is empty: write `expect` or one of `event`');
    const { out: named } = await play('{ event: member.joined, of: anna }', '{ expect: { ann: { mails: [helo] } } }');
    expect(named).toContain('tests/1.yaml:6:33: there is no person of this story `anna`; did you mean `ann`?');
    expect(named).toContain('tests/1.yaml:7:32: there is no template `helo`; did you mean `hello`?');
    expect(named).not.toContain('FAIL');
  });

  it('tells the findings of the workspace before any story', async () => {
    const campaign = files['campaigns/welcome.yaml']?.replace('topic: offers', 'topic: ofers') ?? '';
    const folder = folderWith({ ...files, 'campaigns/welcome.yaml': campaign, 'tests/1.yaml': `${BEGINNING}  - {}\n` });
    const { code, out } = await heedHere(['test', folder]);
    expect(code).toBe(1);
    expect(out).toMatch(/^campaigns\/welcome\.yaml:4:\d+: .*offers/m);
    expect(out).not.toContain('tests/1.yaml');
  });

  it('plays those whose name is asked for, and says the same as JSON', async () => {
    const of = (name: string, mails: string) =>
      `- name: ${name}\n  at: "2026-10-05T12:00"\n  people: { ann: }\n  story:\n    - { expect: { ann: { mails: ${mails} } } }\n`;
    const folder = folderOf(of('Silence', '[]') + of('A wish', '[hello]'));
    expect(await heedHere(['test', folder, '--name', 'SIL'])).toMatchObject({
      code: 0,
      out: 'ok   Silence\n1 story, all true\n',
    });
    const { code, out } = await heedHere(['test', folder, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      findings: [],
      stories: [
        { name: 'Silence', file: 'tests/1.yaml', line: 1, ok: true, failures: [] },
        {
          name: 'A wish',
          line: 6,
          ok: false,
          failures: [{ file: 'tests/1.yaml', line: 10, path: '[1].story[0].expect.ann.mails[0]' }],
        },
      ],
    });
  });

  it('is wrong usage where there is nothing to play', async () => {
    expect(await heedHere(['test', folderOf()])).toMatchObject({
      code: 2,
      err: expect.stringContaining('has no stories'),
    });
    const folder = folderOf(`${BEGINNING}  - { expect: { ann: { mails: [] } } }\n`);
    expect(await heedHere(['test', folder, '--name', 'x'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('"x"'),
    });
    expect(await heedHere(['test', 'no/such/folder'])).toMatchObject({ code: 2 });
  });
});
