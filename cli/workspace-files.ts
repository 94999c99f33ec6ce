import { existsSync } from 'node:fs';
import { readWorkspace } from '../local/publish.ts';
import { CliError } from './verb.ts';

/** The files of a workspace folder by their path in it, as the local run publishes them. Throws CliError 2 where there is none. */
export async function workspaceFiles(folder: string): Promise<Record<string, string>> {
  if (!existsSync(folder))
    throw new CliError(2, `there is no folder ${folder}: name the workspace folder, such as heed validate workspace`);
  const files = await readWorkspace(folder);
  if (Object.keys(files).length === 0) {
    throw new CliError(
      2,
      `${folder} holds no workspace: it needs settings.yaml, topics.yaml, campaigns/ and templates/`,
    );
  }
  return files;
}
