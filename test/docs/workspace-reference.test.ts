import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { editorSchemas } from '../../cli/schema/editor-schemas.ts';
import { fieldRows } from '../../cli/schema/field-rows.ts';
import { referenceTables } from '../../cli/schema/reference.ts';
import { madeFiles } from '../../cli/schema/written-files.ts';
import { compileWorkspace } from '../../shared/content/compile-workspace.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { checkSchema } from '../../shared/workspace/check-schema.ts';
import { formatFinding } from '../../shared/workspace/findings.ts';
import { checkPattern } from '../../shared/workspace/pattern-checks.ts';
import { STEP_WORDS } from '../../shared/workspace/schemas/steps.ts';
import { storyFileSchema } from '../../shared/workspace/schemas/story.ts';
import { readYaml } from '../../shared/workspace/yaml-file.ts';

describe('what is made of the schemas', () => {
  test.each([...madeFiles()])('%s is as `npm run docs` writes it', (path, text) => {
    expect(readFileSync(path, 'utf8'), 'run npm run docs').toBe(text);
  });

  test('every field has a meaning, a unit, and an example or a block of its own', () => {
    const rows = Object.entries(editorSchemas()).flatMap(([kind, schema]) => {
      const all = fieldRows(schema);
      const hasFields = (path: string) => all.some((each) => each.path.startsWith(`${path}.`));
      return all
        .filter((row) => row.meaning === '' || row.unit === '' || (row.example === undefined && !hasFields(row.path)))
        .map((row) => `${kind} ${row.path}`);
    });
    expect(rows).toEqual([]);
  });

  test('every kind of step has a table', () => {
    expect(
      referenceTables()
        .get('steps')
        ?.match(/^#### `\w+`$/gm),
    ).toEqual(STEP_WORDS.map((word) => `#### \`${word}\``));
  });
});

interface Example {
  readonly where: string;
  readonly language: string;
  readonly about: string;
  readonly text: string;
}

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'client/README.md',
  ...readdirSync('docs').map((name) => `docs/${name}`),
];

/** Every fenced block of the pages: its language, what stands beside it, its text. */
const examples: readonly Example[] = PAGES.filter((page) => page.endsWith('.md')).flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^```(\w+)[ \t]*(.*)\n([\s\S]*?)^```$/gm)].map((found, index) => ({
    where: `${page}, example ${index + 1}`,
    language: found[1] ?? '',
    about: found[2]?.trim() ?? '',
    text: found[3] ?? '',
  })),
);
const written = (language: string, about: (text: string) => boolean) =>
  examples.filter((each) => each.language === language && about(each.about));

/** README names the file of an example in its first line. */
const fileOf = ({ about, text }: Example) => /^# workspace\/([\w./-]+)/.exec(text)?.[1] ?? about;

const stories = written('yaml', (about) => about === '').filter((each) =>
  /^(- )?name: [\s\S]*^story:/m.test(each.text),
);

const template = (subject: string) =>
  `---\nsubject: ${subject}\n---\n<mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>\n`;

const reference = Object.fromEntries(
  examples
    .filter((each) => each.where.startsWith('docs/workspace.md') && each.about.includes('.'))
    .map((each) => [each.about, each.text]),
);
const base: Readonly<Record<string, string>> = {
  ...reference,
  'templates/cart-reminder/de.mjml': template('Ihr Warenkorb'),
};

async function findingsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const compiled = await compileWorkspace(files);
  return (compiled.ok ? compiled.warnings : compiled.findings).map(formatFinding);
}

describe('the examples', () => {
  test('of the reference are one workspace without a finding', async () => {
    expect(Object.keys(reference).length).toBeGreaterThan(6);
    expect(await findingsOf(base)).toEqual([]);
  });

  test.each(written('yaml', (about) => about === 'campaign'))(
    '$where is a campaign without a finding',
    async ({ text }) => {
      const { id } = parse(text) as { readonly id: string };
      expect(await findingsOf({ ...base, [`campaigns/${id}.yaml`]: text })).toEqual([]);
    },
  );

  test.each(written('yaml', (about) => about === 'condition'))('$where is a condition', ({ text }) => {
    const facts = { topics: new Set(['offers']), remembered: new Set(['order.placed']) };
    expect(checkPattern(readYaml('example', text), [], parse(text) as Json, facts)).toEqual([]);
  });

  test.each(written('yaml', (about) => about === '').filter((each) => fileOf(each) !== ''))(
    '$where is a file of a workspace without a finding',
    async (example) => {
      const files = {
        ...base,
        [fileOf(example)]: example.text,
        'templates/cart-last-call/en.mjml': template('Last call'),
        'templates/cart-last-call/de.mjml': template('Letzte Erinnerung'),
      };
      expect(await findingsOf(files)).toEqual([]);
    },
  );

  test.each(stories)('$where is a story, as `heed test` reads it', ({ text }) => {
    expect(checkSchema(readYaml('example', text), storyFileSchema)).toMatchObject({ ok: true });
  });

  test.each(examples.filter((each) => each.language === 'json'))('$where is JSON', ({ text }) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  test('in YAML and MJML all say what they are, so that none goes untried', () => {
    const tried = (each: Example) =>
      ['campaign', 'condition'].includes(each.about) || fileOf(each) !== '' || stories.includes(each);
    const untried = examples.filter((each) => ['yaml', 'mjml'].includes(each.language) && !tried(each));
    expect(untried.map((each) => each.where)).toEqual([]);
  });
});
