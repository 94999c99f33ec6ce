import { describe, expect, test } from 'vitest';
import { contentOf, type Files, findingsOf, soundFiles } from './workspace-files.ts';

const EN = 'templates/cart/en.mjml';
const section = (text: string) => `<mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section>\n`;

/** The sound workspace whose English template is this body, from line 4 on, with these partials. */
function withBody(body: string, partials: Files = {}): Files {
  const files = Object.entries(partials).map(([name, text]) => [`templates/_partials/${name}.mjml`, text]);
  return { ...soundFiles, ...Object.fromEntries(files), [EN]: `---\nsubject: Hi\n---\n${body}` };
}
const use = (name: string) => `<heed-partial name="${name}" />\n`;

async function mailOf(files: Files) {
  const { templates } = await contentOf(files);
  return templates.find(({ id }) => id === 'cart')?.parts.en;
}

describe('a partial', () => {
  test('stands in the mail as if it were written there, in HTML and in text', async () => {
    const partials = { greeting: section('Hello {{ profile.firstName }}') };
    const direct = await mailOf(withBody(section('Hello {{ profile.firstName }}') + section('Bye')));
    expect(await mailOf(withBody(use('greeting') + section('Bye'), partials))).toEqual(direct);
  });

  test('may use partials, and be used twice', async () => {
    const partials = { outer: `${use('inner')}${use('inner')}`, inner: section('Once') };
    expect((await mailOf(withBody(use('outer'), partials)))?.text.match(/Once/g)).toHaveLength(2);
  });

  test('may stand in the middle of a text', async () => {
    const body = section('Hello <heed-partial name="who" ></heed-partial>!');
    expect((await mailOf(withBody(body, { who: 'world\n' })))?.text).toContain('Hello world!');
  });

  test.each([
    ['is not there', withBody(use('greting'), { greeting: section('x') }), `${EN}:4:1:`, 'did you mean `greeting`?'],
    ['has no name', withBody('\n  <heed-partial file="x" />\n'), `${EN}:5:3:`, 'write it as <heed-partial name="…" />'],
    [
      'stands in itself',
      withBody(use('a'), { a: use('b'), b: use('a') }),
      'templates/_partials/b.mjml:1:1:',
      'a > b > a',
    ],
    [
      'reads what no fact provides: told in its own file and line',
      withBody(section('one') + use('a') + section('two'), { a: `\n\n${section('{{ customer.name }}')}` }),
      'templates/_partials/a.mjml:3:',
      '`customer.name`, which no fact provides',
    ],
    [
      'reads what the sample lacks: the same',
      withBody(use('a'), { a: `\n${section('{{ properties.totl }}')}` }),
      'templates/_partials/a.mjml:2:',
      'did you mean `total`?',
    ],
    [
      'has an element that does not exist: the same',
      withBody(use('a'), { a: section('x').replaceAll('mj-text', 'mj-txt') }),
      'templates/_partials/a.mjml:1:1:',
      'mj-txt',
    ],
    [
      'is followed by a fault: its line is that of the template',
      withBody(`${use('a')}${section('{{ customer.name }}')}`, { a: section('x').repeat(5) }),
      `${EN}:5:`,
      '`customer.name`',
    ],
    [
      'has a name that no file can have',
      { ...soundFiles, 'templates/_partials/a b.mjml': '' },
      'templates/_partials/a b.mjml:1:1:',
      'partials templates/_partials/<name>.mjml',
    ],
    [
      'is read by a layout',
      { ...soundFiles, 'templates/_layout.mjml': `<mjml><mj-body>\n{{ content }}\n${use('a')}</mj-body></mjml>` },
      'templates/_layout.mjml:',
      'heed-partial',
    ],
  ])('that %s is a finding', async (_, files, place, words) => {
    const findings = await findingsOf(files);
    expect(
      findings.filter((each) => each.startsWith(place) && each.includes(words)),
      findings.join('\n'),
    ).not.toEqual([]);
  });

  test('that doubles itself again and again stops', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `p${n}`);
    const partials = Object.fromEntries(
      names.map((name, n) => [name, `${section('x'.repeat(999))}${use(`p${n + 1}`).repeat(2)}`]),
    );
    const findings = await findingsOf(withBody(use('p0'), { ...partials, p30: 'x' }));
    expect(findings.join('\n')).toContain('larger than any mail program shows');
  });
});
