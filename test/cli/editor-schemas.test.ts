import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { editorSchemas, type FileKindName } from '../../cli/schema/editor-schemas.ts';
import { fileKind } from '../../shared/workspace/file-kinds.ts';
import { sampleFiles, soundFiles } from '../content/workspace-files.ts';
import { folderWith } from './heed-command.ts';
import { heedHere } from './heed-here.ts';

const ajv = new Ajv({
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
});
ajv.addKeyword('x-unit');
const compiled = Object.fromEntries(
  Object.entries(editorSchemas()).map(([name, schema]) => [name, ajv.compile(schema)]),
) as Record<FileKindName, ValidateFunction>;

/** What an editor would underline in a text; the kind is that of the schema. */
function underlined(kind: FileKindName, text: string): string[] {
  compiled[kind](parse(text));
  return (compiled[kind].errors ?? []).map(
    (each) => `${each.instancePath} ${each.message} ${JSON.stringify(each.params)}`,
  );
}

function frontMatter(text: string): string {
  return text.split(/^---$/m)[1] ?? '';
}

interface Sample {
  readonly path: string;
  readonly kind: FileKindName;
  readonly text: string;
}

const samples = Object.entries(sampleFiles()).flatMap(([path, text]): Sample[] => {
  const { kind } = fileKind(path);
  if (kind === 'template') return [{ path, kind, text: frontMatter(text) }];
  const hasSchema = kind === 'settings' || kind === 'topics' || kind === 'events' || kind === 'campaign';
  return hasSchema ? [{ path, kind, text }] : [];
});

describe('the schemas for editors', () => {
  test.each(samples)('take $path of the sample workspace', ({ kind, text }) => {
    expect(underlined(kind, text)).toEqual([]);
  });

  test.each(samples.filter(({ kind }) => kind !== 'template'))(
    'are named by $path, in its first line',
    ({ path, kind, text }) => {
      const [, named = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
      const file = join('workspace', dirname(path), named);
      expect(file).toBe(`schemas/${kind}.json`);
      expect(existsSync(file)).toBe(true);
    },
  );

  const campaign = soundFiles['campaigns/cart.yaml'] ?? '';
  const changed = (from: string, to: string) => campaign.replace(from, to);
  const brand = soundFiles['settings.yaml'] ?? '';
  const wrong: readonly (readonly [string, FileKindName, string, ...string[]])[] = [
    ['an unknown field', 'campaign', `${campaign}audiences: {}\n`, 'audiences'],
    ['a word that is none of the allowed', 'campaign', changed('active', 'on'), '/status'],
    ['a duration in words', 'campaign', `${campaign}sendWithin: 2 days\n`, '/sendWithin'],
    ['a duration in small letters', 'campaign', `${campaign}sendWithin: p2d\n`, '/sendWithin'],
    ['a percentage over 100', 'campaign', `${campaign}holdout: 110\n`, '/holdout'],
    ['a campaign without trigger', 'campaign', changed('trigger:', 'tigger:'), 'trigger'],
    [
      'a trigger of two forms',
      'campaign',
      changed('event: cart.abandoned', 'event: x.y, date: { path: profile.a }'),
      '',
    ],
    ['a step that is none', 'campaign', changed('send: cart', 'mail: cart'), '/steps/0'],
    [
      'a step deep inside that is none',
      'campaign',
      changed('send: cart', 'branch: [{ else: [{ mail: cart }] }]'),
      '/steps/0',
    ],
    ['a step of two words', 'campaign', changed('send: cart', 'send: cart\n    wait: P1D'), '/steps/0'],
    ['an exit of nothing', 'campaign', changed('event: order.placed, ', ''), '/exit/0'],
    ['a time of day without zeros', 'settings', brand.replace('"08:00"', '"8:00"'), '/quietHours/to'],
    ['a brand without address', 'settings', brand.replace('postalAddress', 'postal'), 'postalAddress'],
    ['a colour in words', 'settings', brand.replace('  name', '  color: red\n  name'), '/brand/color'],
    ['an own event that is none', 'settings', `${brand}publish: [message.opened]\n`, '/publish/0'],
    ['a topic without id', 'topics', '- name: { en: Offers }\n', 'id'],
    ['an event that is remembered by a word', 'events', 'events: { a.b: { remember: sometimes } }\n', '/events'],
    ['a template without subject', 'template', 'preheader: x\n', 'subject'],
  ];
  test.each(wrong.map(([what, kind, text, ...words]) => ({ what, kind, text, words })))(
    'underline $what',
    ({ kind, text, words }) => {
      const found = underlined(
        kind,
        text.replace('event: x.y, date: { path: profile.a }', 'event: x.y\n  date: { path: profile.a }'),
      );
      expect(found.filter((each) => words.every((word) => each.includes(word)))).not.toEqual([]);
    },
  );

  test.each([
    [
      'a list of triggers',
      changed(
        /trigger:[\s\S]*?audience/.exec(campaign)?.[0] ?? '',
        'trigger: [{ event: a.b }, { schedule: { on: "2026-12-24" } }]\naudience',
      ),
    ],
    [
      'every kind of step',
      changed(
        '  - send: cart',
        `  - { id: first, send: { template: cart, replyTo: a@b.example } }
  - wait: { until: { weekday: Mon, at: "10:00" } }
  - waitFor: { outcome: clicked, of: first, timeout: P1D }
    then: [exit, { exit: true }]
    else: [{ withdraw: [offers] }, { set: { a: [1, { b: null }] } }]
  - split: [{ percent: 50, then: [] }, { percent: 50, then: [{ emit: { event: a.b } }] }]`,
      ),
    ],
  ])('take %s', (_, text) => {
    expect(underlined('campaign', text)).toEqual([]);
  });
});

describe('heed schema', () => {
  test('writes a file a kind, folders made', async () => {
    const folder = folderWith({});
    const { code, out } = await heedHere(['schema', '--out', join(folder, 'made/schemas')]);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('campaign.json') });
    expect(readdirSync(join(folder, 'made/schemas')).sort()).toEqual(readdirSync('schemas').sort());
    expect(readFileSync(join(folder, 'made/schemas/topics.json'), 'utf8')).toBe(
      readFileSync('schemas/topics.json', 'utf8'),
    );
  });

  test('prints them as one document', async () => {
    const { out } = await heedHere(['schema', '--json']);
    expect(Object.keys(JSON.parse(out) as object)).toContain('settings.json');
  });

  test('says what it could not write', async () => {
    const folder = folderWith({ file: '' });
    const { code, err } = await heedHere(['schema', '--out', join(folder, 'file/schemas')]);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('cannot be written') });
  });
});
