import { createHash } from 'node:crypto';
import { existsSync, type Stats } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const KEPT = join(ROOT, 'node_modules', '.cache', 'heed');
/** A run of last week that still loads from here is unlikely. */
const KEPT_FOR_MS = 7 * 86_400_000;

/**
 * Gives the folder that `make` filled from these sources (files and folders, absolute), by an earlier run if they have not changed
 * since: bundling and synthesis are most of a start, and nothing but their sources decides what they give.
 */
export async function madeOnce(
  name: string,
  sources: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(KEPT, `${name}-${await fingerprint(sources)}`);
  if (existsSync(folder)) return folder;
  await mkdir(KEPT, { recursive: true });
  await forgetOld(name);
  // Two runs may start at once: each makes its own, the first one is kept.
  const own = `${folder}.${process.pid}`;
  await make(own);
  await rename(own, folder).catch(async (error: unknown) => {
    if (!existsSync(folder)) throw error;
    await rm(own, { recursive: true });
  });
  return folder;
}

async function fingerprint(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(process.versions.node);
  const lists = await Promise.all(sources.map((source) => describe(source)));
  return hash.update(JSON.stringify(lists)).digest('base64url').slice(0, 22);
}

/** Path, size and time of every file below. */
async function describe(source: string): Promise<string[]> {
  const line = (path: string, { size, mtimeMs }: Stats) => `${path} ${size} ${mtimeMs}`;
  const found = await stat(source).catch(() => null);
  if (!found) return [];
  if (!found.isDirectory()) return [line(source, found)];
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map(async (file) => line(file, await stat(file))));
}

async function forgetOld(name: string): Promise<void> {
  for (const entry of await readdir(KEPT)) {
    const folder = join(KEPT, entry);
    if (!entry.startsWith(`${name}-`)) continue;
    const { mtimeMs } = await stat(folder);
    // The machine's time, not the run's: `Date` here is already the run's.
    const age = performance.timeOrigin + performance.now() - mtimeMs;
    if (age > KEPT_FOR_MS) await rm(folder, { recursive: true, force: true });
  }
}
