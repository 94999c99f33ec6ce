import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileWorkspace } from '../../shared/content/compile-workspace.ts';
import { soundFiles } from './workspace-files.ts';

const paths = Object.keys(soundFiles);
const pieces = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '{{',
    '}}',
    '{%',
    '%}',
    '<',
    '</',
    '-->',
    '---',
    ': ',
    '- ',
    '[',
    '{',
    '&',
    '*a',
    '\n',
    '<mjml>',
    '<mj-raw>',
    '<mj-style>',
    '__proto__',
    'null',
    '!!js/function',
    '{{ content }}',
    "{% if x == 'a' %}",
  ),
);

test('whatever is changed in the files, compiling answers, with findings that name their place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.nat(),
      fc.nat({ max: 20 }),
      pieces,
      async (path, at, drop, piece) => {
        const text = soundFiles[path] ?? '';
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + piece + text.slice(place + drop);
        const compiled = await compileWorkspace({ ...soundFiles, [path]: changed });
        const findings = compiled.ok ? compiled.warnings : compiled.findings;
        if (!compiled.ok) expect(findings.some((finding) => finding.severity === 'error')).toBe(true);
        for (const finding of findings) {
          expect(finding.line).toBeGreaterThanOrEqual(1);
          expect(finding.line).toBeLessThanOrEqual(changed.split('\n').length + 60);
          expect(finding.column).toBeGreaterThanOrEqual(1);
          expect(finding.message).not.toMatch(/undefined|\[object|Invalid input/);
        }
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

test('byte order marks and Windows line ends make no difference', async () => {
  const windows = Object.fromEntries(
    Object.entries(soundFiles).map(([path, text]) => [path, `\ufeff${text.replaceAll('\n', '\r\n')}`]),
  );
  expect(await compileWorkspace(windows)).toEqual(await compileWorkspace(soundFiles));
});

test.each([
  '__proto__',
  'constructor',
  'templates/__proto__/en.mjml',
  'campaigns/constructor.yaml',
  'templates/_system/texts/__proto__.yaml',
])('a file called %s does no harm', async (path) => {
  const files = Object.fromEntries([...Object.entries(soundFiles), [path, 'x: 1\n']]);
  expect((await compileWorkspace(files)).ok).toBe(path.startsWith('_') || path === 'constructor');
});
