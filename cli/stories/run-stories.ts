import { compileWorkspace } from '../../shared/content/compile-workspace.ts';
import { memoryMacKeys } from '../../shared/outbound/memory-mac-keys.ts';
import { definitionHash } from '../../shared/workspace/content-hash.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import type { Finding } from '../../shared/workspace/findings.ts';
import { loadWorkspace } from '../../shared/workspace/workspace.ts';
import { CliError } from '../verb.ts';
import { workspaceFiles } from '../workspace-files.ts';
import { playStory, type Stage } from './play.ts';
import { readStories } from './read-stories.ts';

/** How one story came out. */
export interface StoryResult {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly ok: boolean;
  /** What was otherwise than the story says. */
  readonly failures: readonly Finding[];
}

export type StoriesResult =
  /** The workspace or the stories are not fit to be played. */
  | { readonly ok: false; readonly findings: readonly Finding[]; readonly stories: readonly [] }
  | { readonly ok: boolean; readonly findings: readonly []; readonly stories: readonly StoryResult[] };

/**
 * Plays the stories of a workspace folder whose names have `name` in them, whatever its case. Throws CliError 2 where there is no
 * workspace, or no such story: a check that checks nothing is none.
 */
export async function runStories(folder: string, name: string | undefined): Promise<StoriesResult> {
  const compiled = await compileWorkspace(await workspaceFiles(folder));
  if (!compiled.ok) {
    return { ok: false, findings: compiled.findings.filter((each) => each.severity === 'error'), stories: [] };
  }
  const { stories, findings } = await readStories(folder, compiled.content);
  if (findings.length > 0) return { ok: false, findings, stories: [] };
  const isMeant = (each: string) => name === undefined || each.toLowerCase().includes(name.toLowerCase());
  const chosen = stories.filter(({ story }) => isMeant(story.name));
  if (chosen.length === 0) throw new CliError(2, nothingToPlay(folder, name, stories.length));
  const stage = stageOf(compiled.content);
  const results: StoryResult[] = [];
  for (const written of chosen) {
    const failures = await playStory(written, stage);
    const { file, line } = written.finding(['name'], '');
    results.push({ name: written.story.name, file, line, ok: failures.length === 0, failures });
  }
  return { ok: results.every((each) => each.ok), findings: [], stories: results };
}

function nothingToPlay(folder: string, name: string | undefined, count: number): string {
  if (count === 0) return `${folder} has no stories: write them into ${folder}/tests/, such as tests/welcome.yaml`;
  return `no story of ${folder}/tests has "${name}" in its name`;
}

function stageOf(content: ReleaseContent): Stage {
  const hashes = Object.fromEntries(content.campaigns.map((each) => [each.id, definitionHash(each)]));
  const workspace = loadWorkspace({ number: 1, publishedAt: 0, content, hashes });
  return { content, workspace, keys: memoryMacKeys() };
}
