import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { files } from '../functions/api/api-world.ts';
import { folderWith, heed } from './heed-command.ts';

const SAMPLE = fileURLToPath(new URL('../../workspace', import.meta.url));
const campaign = files['campaigns/welcome.yaml'] ?? '';

describe('heed validate', () => {
  it('finds nothing in the sample workspace', async () => {
    const { code, out, err } = await heed(['validate', SAMPLE]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('can be published');
  });

  it('takes the folder workspace when none is named', async () => {
    const folder = folderWith(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`workspace/${name}`, text])),
    );
    expect(await heed(['validate'], folder)).toMatchObject({
      code: 0,
      out: 'workspace can be published (campaigns: 1, topics: 2)\n',
    });
  });

  it('prints each finding as file:line:column: words, and ends with 1', async () => {
    const folder = folderWith({
      ...files,
      'campaigns/welcome.yaml': campaign.replace('topic: offers', 'topic: ofers'),
    });
    const { code, out } = await heed(['validate', '.'], folder);
    expect(code).toBe(1);
    expect(out).toMatch(/^campaigns\/welcome\.yaml:4:\d+: .*offers/m);
  });

  it('says the same as JSON', async () => {
    const folder = folderWith({ ...files, 'campaigns/welcome.yaml': campaign.replace('send: hello', 'send: helo') });
    const { code, out } = await heed(['validate', '.', '--json'], folder);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      findings: [{ file: 'campaigns/welcome.yaml', path: 'steps[0].send' }],
    });
  });

  it('warns of a date that nobody of the samples has', async () => {
    const folder = folderWith({
      ...files,
      'campaigns/welcome.yaml': campaign.replace('{ event: member.joined }', '{ date: { path: profile.brithday } }'),
      'samples/people.jsonl': '{"type":"a.b","profileId":"c-1","traits":{"birthday":"1990-05-17"}}\nnonsense\n',
    });
    const { code, out } = await heed(['validate', '.'], folder);
    expect(code).toBe(0);
    expect(out).toContain('welcome.yaml:5:26: warning: `trigger.date.path`');
    expect(out).toContain('did you mean `birthday`?');
  });

  it('does not take an empty folder for a workspace', async () => {
    expect(await heed(['validate', '.'], folderWith({ 'notes.txt': '' }))).toMatchObject({ code: 2 });
  });
});
