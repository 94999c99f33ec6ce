import { existsSync, type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** What publishing came to, as lines to show. */
interface Publication {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

const PUBLISHED = /\.(ya?ml|mjml|json)$/;
/** Not part of a release: samples are events, and stories are for `heed test`. */
const LEFT_OUT = /^(samples|tests)\//;

/** The workspace's files: path with `/` -> text. */
export async function readWorkspace(folder: string): Promise<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const names = (await readdir(folder, { recursive: true })).map((name) => name.split(sep).join('/'));
  const published = names.filter((name) => PUBLISHED.test(name) && !LEFT_OUT.test(name)).sort();
  return Object.fromEntries(
    await Promise.all(published.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

interface Finding {
  readonly file?: string;
  readonly line?: number;
  readonly path?: string;
  readonly words?: string;
  readonly message?: string;
}

/** Publishes the folder through the API, as the CLI would. */
export async function publishWorkspace(folder: string, api: string): Promise<Publication> {
  const files = await readWorkspace(folder);
  if (Object.keys(files).length === 0) return { ok: true, lines: [`nothing to publish: ${folder} has no files`] };
  const response = await fetch(`${api}/api/workspace`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ files }),
  });
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) {
    const warnings = lines(answer.warnings);
    return {
      ok: true,
      lines: [`published release ${String(answer.release)}`, ...warnings.map((line) => `  warning ${line}`)],
    };
  }
  const findings = lines(answer.findings ?? answer.problems ?? answer.errors);
  const { detail, title, message } = answer as { detail?: string; title?: string; message?: string };
  const words = `not published (${response.status}): ${detail ?? title ?? message ?? ''}`;
  return { ok: false, lines: [words, ...findings.map((line) => `  ${line}`)] };
}

function lines(findings: unknown): string[] {
  if (!Array.isArray(findings)) return [];
  return (findings as Finding[]).map((finding) => {
    const place = [finding.file, finding.line].filter((part) => part !== undefined).join(':');
    return `${[place, finding.path].filter(Boolean).join(' ')}: ${finding.words ?? finding.message ?? JSON.stringify(finding)}`;
  });
}

/** A save writes several times; a quarter of a second without a change is its end. */
const QUIET_MS = 250;

/**
 * Calls `onSaved` after a file of the folder was saved, once per burst, never two at a time. Each folder is watched by itself: a
 * recursive watch on Linux loses a file that is replaced by another of its name, which is how many editors and git save.
 */
export function watchWorkspace(folder: string, onSaved: () => Promise<void>): { stop(): void } {
  if (!existsSync(folder)) return { stop() {} };
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> = Promise.resolve();
  const watching = watchFolders(folder, (path) => {
    if (LEFT_OUT.test(path)) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(onSaved).catch((error: unknown) => console.error(`cannot publish: ${String(error)}`));
    }, QUIET_MS);
  });
  return {
    stop() {
      if (timer) clearTimeout(timer);
      watching.stop();
    },
  };
}

/** Tells the path of every file of a release that was written, replaced or removed, and of every folder that came or went. */
function watchFolders(root: string, tell: (path: string) => void): { stop(): void } {
  const watchers = new Map<string, FSWatcher>();
  const leave = (path: string) => {
    for (const [each, watcher] of watchers) {
      if (each !== path && !each.startsWith(`${path}/`)) continue;
      watcher.close();
      watchers.delete(each);
    }
  };
  const heard = (path: string) => {
    const isFolder = statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
    const wasFolder = watchers.has(path);
    if (wasFolder !== isFolder) (isFolder ? follow : leave)(path);
    if (wasFolder !== isFolder || PUBLISHED.test(path)) tell(path);
  };
  const follow = (path: string) => {
    const watcher = watch(join(root, path), (_, name) => heard(path === '' ? String(name) : `${path}/${String(name)}`));
    watcher.on('error', (error) => console.error(`no longer watching ${join(root, path)}: ${String(error)}`));
    watchers.set(path, watcher);
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      if (entry.isDirectory()) follow(path === '' ? entry.name : `${path}/${entry.name}`);
    }
  };
  follow('');
  return {
    stop() {
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
