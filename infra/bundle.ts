import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, buildSync } from 'esbuild';

/** Every Lambda; each has `functions/<name>/handler.ts`, which exports `handler`. */
export const FUNCTION_NAMES = ['decide', 'relay', 'send', 'sweep', 'web', 'api'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the deployed bundles are written: `dist/functions/<name>/handler.mjs`. */
export const BUNDLE_FOLDER = join(ROOT, 'dist', 'functions');

/** The folder of a function's source, which must hold its `handler.ts`. */
export function sourceFolder(name: FunctionName): string {
  return join(ROOT, 'functions', name);
}

/**
 * Bundles all functions at once (one esbuild run parses what they share once) into `<folder>/<name>/handler.mjs`.
 * Throws, naming the files, when a function has no `handler.ts`, and esbuild's own error when one does not compile.
 */
export function bundleFunctions(folder: string = BUNDLE_FOLDER): void {
  buildSync(bundleOptions(folder));
}

/** The same without blocking, for whoever does other work meanwhile. */
export async function bundleFunctionsAsync(folder: string = BUNDLE_FOLDER): Promise<void> {
  await build(bundleOptions(folder));
}

function bundleOptions(folder: string): BuildOptions {
  return {
    absWorkingDir: ROOT,
    entryPoints: entryPoints(),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // ES modules first: esbuild can leave out what nobody uses of them, which is most of an AWS client.
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: true,
    // Traces need file and line; the sources themselves are in the repository and would triple the asset.
    sourcesContent: false,
    legalComments: 'none',
    // CommonJS packages (the MJML compiler) still call require for Node's own modules.
    banner: {
      js: "import{createRequire as heedRequire}from'node:module';const require=heedRequire(import.meta.url);",
    },
    logLevel: 'silent',
  };
}

function entryPoints(): Record<string, string> {
  const missing = FUNCTION_NAMES.filter((name) => !existsSync(join(sourceFolder(name), 'handler.ts')));
  if (missing.length > 0) {
    throw new Error(`Cannot bundle: ${missing.map((name) => `functions/${name}/handler.ts`).join(', ')} missing.`);
  }
  return Object.fromEntries(FUNCTION_NAMES.map((name) => [`${name}/handler`, `functions/${name}/handler.ts`]));
}
