import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CliError } from './verb.ts';

/** What a release is made of; samples and stories stay on the author's machine. */
const PUBLISHED = /\.(ya?ml|mjml)$/;
const LEFT_OUT = /^(samples|tests)\//;

/** The files of a workspace folder by their path in it, with `/`, sorted. Throws CliError 2 where there is none. */
export function workspaceFiles(folder: string): Record<string, string> {
  const names = namesIn(folder)
    .filter((name) => PUBLISHED.test(name) && !LEFT_OUT.test(name))
    .sort();
  if (names.length === 0) throw new CliError(2, `${folder} holds no workspace: settings.yaml, topics.yaml, campaigns/, templates/`);
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch {
    throw new CliError(2, `there is no folder ${folder}: name the workspace folder, such as heed validate workspace`);
  }
}
