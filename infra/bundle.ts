import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, buildSync } from 'esbuild';

/** Every Lambda; each has `functions/<name>/handler.ts`, which exports `handler`. */
export const FUNCTION_NAMES = ['decide', 'relay', 'send', 'sweep', 'web', 'api'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** The repository. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the deployed bundles are written: `dist/functions/<name>/handler.mjs`. */
export const BUNDLE_FOLDER = join(ROOT, 'dist', 'functions');

export type BundleOptions = {
  /** Where `<name>/handler.mjs` and its source map are written. Default: `BUNDLE_FOLDER`. */
  readonly folder?: string;
  /** The folder that holds `functions/`. Default: the repository. */
  readonly root?: string;
};

/**
 * Bundles all functions at once (one esbuild run parses what they share once) into `<folder>/<name>/handler.mjs`.
 * Throws, naming the files, when a function has no `handler.ts`, and esbuild's own error when one does not compile.
 */
export function bundleFunctions(options: BundleOptions = {}): void {
  buildSync(buildOptions(options));
}

/** The same without blocking, for whoever does other work meanwhile. */
export async function bundleFunctionsAsync(options: BundleOptions = {}): Promise<void> {
  await build(buildOptions(options));
}

function buildOptions({ folder = BUNDLE_FOLDER, root = ROOT }: BundleOptions): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: entryPoints(root),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // ES modules first: of them esbuild leaves out what nobody uses, a fifth of an AWS client and its start.
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

function entryPoints(root: string): Record<string, string> {
  const entries = FUNCTION_NAMES.map((name) => [`${name}/handler`, `functions/${name}/handler.ts`] as const);
  const missing = entries.map(([, file]) => file).filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) throw new Error(`Cannot bundle the functions, missing: ${missing.join(', ')}.`);
  return Object.fromEntries(entries);
}
