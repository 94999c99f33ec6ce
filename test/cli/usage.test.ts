import { describe, expect, it } from 'vitest';
import { verbs } from '../../cli/verbs/registry.ts';
import { folderWith, heed } from './heed-command.ts';

describe('heed', () => {
  it('lists every verb in its help', async () => {
    const { code, out } = await heed(['--help']);
    expect(code).toBe(0);
    for (const verb of verbs) expect(out).toMatch(new RegExp(`^ {2}${verb.name} `, 'm'));
  });

  it.each([
    'validate',
    'test',
    'publish',
    'explain',
    'track',
    'profile',
    'erase',
    'export',
    'import',
    'types',
    'doctor',
  ])('has a help page with an example for %s', async (verb) => {
    const { code, out } = await heed([verb, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`Examples?:\n {2}npx heed ${verb}`));
  });

  it.each([
    [['publsh'], 'publish'],
    [[], 'Usage'],
    [['explain', 'c-42'], 'campaign'],
    [['validate', '--loud'], '--loud'],
    [['validate', 'no/such/folder'], 'no/such/folder'],
    [['track'], 'say what happened'],
    [['track', 'order.placed'], '--profile is required'],
    [['track', 'order.placed', '--profile', 'ann@example.org'], 'traits.email'],
    [['track', 'order.placed', '--profile', 'c-1', '--property', 'total'], 'name=value'],
    [['track', 'order.placed', '--profile', 'c-1', '--occurred-at', 'today'], 'occurredAt is not an ISO 8601 instant'],
    [['track', 'order.placed', '--file', 'x.jsonl'], 'not both'],
    [['track', '--file', 'no-such.jsonl'], 'no-such.jsonl'],
    [['profile', 'c-1', '--api', 'example'], '--api takes an origin'],
    [['profile', 'c-1', '--api', 'http://127.0.0.1:9'], 'nothing answers at http://127.0.0.1:9'],
    [['profile', 'c-1', '--data', '/no/such'], 'npm start'],
  ])('%j is wrong usage, said with its remedy', async (args, words) => {
    const { code, err, out } = await heed(args);
    expect(err).toContain(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('names file, line and field of every wrong event and sends none', async () => {
    const folder = folderWith({
      'events.jsonl':
        '{"type":"a.b","profileId":"c-1"}\n\n{"type":"a.b"}\nnonsense\n{"type":"a.b","profileId":"a b"}\n',
    });
    const { code, err } = await heed(['track', '--file', 'events.jsonl', '--api', 'http://127.0.0.1:9'], folder);
    expect(code).toBe(1);
    expect(err).toContain('events.jsonl:3: profileId is required');
    expect(err).toContain('events.jsonl:4: is not JSON');
    expect(err).toContain('events.jsonl:5: profileId takes');
  });
});
