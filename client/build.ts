/**
 * `npm run client`: the client as an npm package of its own in `dist/client`, which npm then packs into `dist/heed-client-….tgz`.
 * Companies install that file: Node runs no TypeScript out of node_modules, and heed's own dependencies are none of theirs.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The SDK stays outside: a company has it already, or takes the version it wants. */
const SDK = '@aws-sdk/client-eventbridge';

const clientManifest = {
  name: 'heed-client',
  version: manifest.version,
  description: "Sends a company's events to heed's bus: typed, in batches, without doubles.",
  license: manifest.license,
  type: 'module',
  exports: { '.': { types: './types/client/heed-client.d.ts', default: './heed-client.js' } },
  engines: { node: '>=20' },
  dependencies: { [SDK]: `^${manifest.dependencies[SDK]}` },
};

/** Writes the package into `folder`, which is emptied before. Throws what esbuild or the compiler find. */
export function buildClient(folder = join(ROOT, 'dist', 'client')): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['client/heed-client.ts'],
    outfile: join(folder, 'heed-client.js'),
    bundle: true,
    external: [SDK],
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Whoever debugs into it finds names; a server does not count kilobytes.
    minifySyntax: true,
    logLevel: 'silent',
  });
  writeTypes(join(folder, 'types'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(clientManifest, null, 2)}\n`);
  for (const [from, to] of [
    ['client/README.md', 'README.md'],
    ['LICENSE', 'LICENSE'],
    // It is bundled, and its licence goes where it goes.
    ['node_modules/zod/LICENSE', 'LICENSE-zod'],
  ] as const)
    copyFileSync(join(ROOT, from), join(folder, to));
}

function writeTypes(folder: string): void {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const settings = ['--ignoreConfig', '--module', 'nodenext', '--target', 'es2024', '--strict', '--skipLibCheck'];
  const emit = ['--allowImportingTsExtensions', '--declaration', '--emitDeclarationOnly', '--types', 'node'];
  const places = ['--rootDir', ROOT, '--outDir', folder, join(ROOT, 'client', 'heed-client.ts')];
  execFileSync(process.execPath, [compiler, ...settings, ...emit, ...places], { cwd: ROOT });
}

if (import.meta.main) buildClient();
