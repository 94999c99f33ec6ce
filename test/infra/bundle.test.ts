import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { bundleFunctions, FUNCTION_NAMES } from '../../infra/bundle.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'heed-bundle-'));
  folders.push(folder);
  return folder;
}

const ANSWER = 'export const handler = async (): Promise<number> => 42;';

/** A repository whose functions all answer 42, but for `api`, which is this. */
function repositoryOf(api: string, names: readonly string[] = FUNCTION_NAMES): string {
  const root = temporaryFolder();
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'));
  for (const name of names) {
    mkdirSync(join(root, 'functions', name), { recursive: true });
    writeFileSync(join(root, 'functions', name, 'handler.ts'), name === 'api' ? api : ANSWER);
  }
  return root;
}

/** Runs the bundled handler of `api` as Lambda does: in a process that knows nothing of this repository. */
function run(folder: string): unknown {
  const module = pathToFileURL(join(folder, 'api', 'handler.mjs')).href;
  const program = `const { handler } = await import('${module}'); process.stdout.write(JSON.stringify(await handler()));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

test('functions that have no handler yet are named', () => {
  const root = repositoryOf(ANSWER, ['decide', 'relay', 'sweep', 'web', 'api']);
  expect(() => bundleFunctions({ root, folder: temporaryFolder() })).toThrow('functions/send/handler.ts');
});

test('each function becomes one module that runs without the repository', () => {
  const folder = temporaryFolder();
  bundleFunctions({ root: repositoryOf(ANSWER), folder });
  expect(run(folder)).toBe(42);
});

test('the MJML compiler, CommonJS with optional parts, runs from a bundle with no packages in reach', () => {
  const folder = temporaryFolder();
  const source = `
    export const handler = async () => {
      const { default: mjml2html } = await import('mjml');
      const head = '<mj-head><mj-style inline="inline">.big { color: red }</mj-style></mj-head>';
      const text = '<mj-text css-class="big">Hello {{ name }}</mj-text>';
      const body = '<mj-body><mj-section><mj-column>' + text + '</mj-column></mj-section></mj-body>';
      return mjml2html('<mjml>' + head + body + '</mjml>', { validationLevel: 'strict' });
    };`;
  bundleFunctions({ root: repositoryOf(source), folder });
  const { html, errors } = run(folder) as { html: string; errors: unknown[] };
  expect(errors).toEqual([]);
  expect(html).toContain('Hello {{ name }}');
  // Only publishing needs the compiler: a cold start must not parse it.
  expect(readFileSync(join(folder, 'api', 'handler.mjs'), 'utf8')).not.toContain('mj-accordion');
});
