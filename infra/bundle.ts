import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, type BuildResult, build, buildSync } from 'esbuild';

/** Every Lambda; each has `functions/<name>/handler.ts`, which exports `handler`. */
export const FUNCTION_NAMES = ['decide', 'relay', 'send', 'sweep', 'jobs', 'reconcile', 'web', 'api'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** The repository. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the deployed bundles are written: `dist/functions/<name>/handler.mjs`. */
export const BUNDLE_FOLDER = join(ROOT, 'dist', 'functions');

export type BundleOptions = {
  /** Where `<name>/handler.mjs`, its chunks and source maps are written. Default: `BUNDLE_FOLDER`. */
  readonly folder?: string;
  /** The folder that holds `functions/`. Default: the repository. */
  readonly root?: string;
};

/**
 * Bundles all functions in one esbuild run (what they share is parsed once) into self-contained `<folder>/<name>/handler.mjs`.
 * Throws, naming the files, when a function has no `handler.ts`, and esbuild's own error when one does not compile.
 */
export function bundleFunctions({ folder = BUNDLE_FOLDER, root = ROOT }: BundleOptions = {}): void {
  const built = buildSync(buildOptions(root));
  writeBundles(built, root, folder);
}

/** The same without blocking, for whoever does other work meanwhile. */
export async function bundleFunctionsAsync({ folder = BUNDLE_FOLDER, root = ROOT }: BundleOptions = {}): Promise<void> {
  const built = await build(buildOptions(root));
  writeBundles(built, root, folder);
}

function buildOptions(root: string) {
  return {
    absWorkingDir: root,
    entryPoints: entryPoints(root),
    outdir: root,
    // Written below, each file to every function that loads it.
    write: false,
    metafile: true,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // What is imported late stays a file of its own, which a cold start does not parse: the MJML compiler is two thirds of
    // `api`, the SDK's sign-in flows a fifth of every client.
    splitting: true,
    // ES modules first: of them esbuild leaves out what nobody uses.
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
  } as const satisfies BuildOptions;
}

type Built = BuildResult<ReturnType<typeof buildOptions>>;

function entryPoints(root: string): Record<string, string> {
  const entries = FUNCTION_NAMES.map((name) => [name, `functions/${name}/handler.ts`] as const);
  const missing = entries.map(([, file]) => file).filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) throw new Error(`Cannot bundle the functions, missing: ${missing.join(', ')}.`);
  return Object.fromEntries(entries);
}

function writeBundles(built: Built, root: string, folder: string): void {
  const texts = new Map(built.outputFiles.map((file) => [relative(root, file.path), file.contents]));
  for (const name of FUNCTION_NAMES) {
    const target = join(folder, name);
    // Chunks are named by content: those of the last time would pile up in the asset.
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    for (const file of loadedBy(`${name}.mjs`, built)) {
      const written = file === `${name}.mjs` ? 'handler.mjs' : file;
      writeFileSync(join(target, written), contentsOf(texts, file));
      writeFileSync(join(target, `${file}.map`), contentsOf(texts, `${file}.map`));
    }
  }
}

function contentsOf(texts: ReadonlyMap<string, Uint8Array>, file: string): Uint8Array {
  const contents = texts.get(file);
  if (contents === undefined) throw new Error(`esbuild names ${file} in its metafile and has not written it.`);
  return contents;
}

/** An output and all that it imports, now or later. */
function loadedBy(entry: string, built: Built): Set<string> {
  const loaded = new Set([entry]);
  for (const file of loaded) {
    for (const imported of built.metafile.outputs[file]?.imports ?? []) {
      if (!imported.external) loaded.add(imported.path);
    }
  }
  return loaded;
}
