import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { definitionHash } from '../shared/workspace/content-hash.ts';
import { CliError } from './verb.ts';

type Files = Readonly<Record<string, string>>;

/** A file's hash by its path. */
type Hashes = Readonly<Record<string, string>>;

/** By the origin of the API: the same folder may be published to a test stage and to another one. */
const memory = z.record(z.string(), z.record(z.string(), z.string()));

/** Inside the workspace, ignored by git, and of no name that is published. */
const folderOf = (workspace: string) => join(workspace, '.heed');
const fileOf = (workspace: string) => join(folderOf(workspace), 'published');

/** What was last published from a folder to an API; null where it never was. Throws CliError 2 where that cannot be read. */
export function lastPublished(workspace: string, origin: string): Hashes | null {
  return all(workspace)[origin] ?? null;
}

function all(workspace: string): z.infer<typeof memory> {
  const file = fileOf(workspace);
  if (!existsSync(file)) return {};
  const parsed = memory.safeParse(jsonIn(file));
  if (parsed.success) return parsed.data;
  throw new CliError(2, `${file}, which says what was last published from here, cannot be read: remove it`);
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Keeps what was published just now. Throws where the folder cannot be written to. */
export function rememberPublished(workspace: string, origin: string, files: Files): void {
  const hashes = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, definitionHash(text)]));
  mkdirSync(folderOf(workspace), { recursive: true });
  writeFileSync(join(folderOf(workspace), '.gitignore'), '*\n');
  writeFileSync(fileOf(workspace), `${JSON.stringify({ ...all(workspace), [origin]: hashes }, null, 2)}\n`);
}

/**
 * The files that somebody else changed, added or removed since, and that stand otherwise here: publishing would take their change
 * back. What was taken over, such as by a pull, is none of them.
 */
export function changedByOthers(last: Hashes, active: Files, here: Files): string[] {
  const paths = [...new Set([...Object.keys(last), ...Object.keys(active)])].sort();
  return paths.filter((path) => {
    const text = active[path];
    const isTheirs = (text === undefined ? undefined : definitionHash(text)) !== last[path];
    return isTheirs && text !== here[path];
  });
}
