import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { checkSchema } from '../../shared/workspace/check-schema.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import { type Finding, sortFindings } from '../../shared/workspace/findings.ts';
import { type Story, storySchema } from '../../shared/workspace/schemas/story.ts';
import { readYaml, type YamlFile } from '../../shared/workspace/yaml-file.ts';
import { checkStory } from './story-checks.ts';

/** A story and where it stands. */
export interface WrittenStory {
  readonly story: Story;
  /** A finding at a path within the story. */
  finding(path: readonly PropertyKey[], message: string): Finding;
}

export interface WrittenStories {
  readonly stories: readonly WrittenStory[];
  /** With any of them nothing is to be played. */
  readonly findings: readonly Finding[];
}

const FOLDER = 'tests';

/** The stories of a workspace folder, by file and place in it, checked against their schema and the workspace they are about. */
export async function readStories(folder: string, content: ReleaseContent): Promise<WrittenStories> {
  const root = join(folder, FOLDER);
  if (!existsSync(root)) return { stories: [], findings: [] };
  const names = (await readdir(root, { recursive: true })).map((name) => name.split(sep).join('/')).sort();
  const found: WrittenStories[] = [];
  for (const name of names.filter((each) => /\.ya?ml$/.test(each))) {
    const yaml = readYaml(`${FOLDER}/${name}`, await readFile(join(root, name), 'utf8'));
    found.push(name.endsWith('.yml') ? wronglyNamed(yaml) : storiesIn(yaml, content));
  }
  return {
    stories: found.flatMap((each) => each.stories),
    findings: sortFindings(found.flatMap((each) => each.findings)),
  };
}

function wronglyNamed(yaml: YamlFile): WrittenStories {
  return { stories: [], findings: [yaml.at([], 'ends in .yml, which is not read: rename it to .yaml')] };
}

function storiesIn(yaml: YamlFile, content: ReleaseContent): WrittenStories {
  if (yaml.findings.length > 0) return { stories: [], findings: yaml.findings };
  const values: readonly unknown[] | null = Array.isArray(yaml.value) ? yaml.value : null;
  const found = values
    ? values.map((value, index) => storyIn(yaml, [index], value, content))
    : [storyIn(yaml, [], yaml.value, content)];
  return { stories: found.flatMap((each) => each.stories), findings: found.flatMap((each) => each.findings) };
}

function storyIn(
  yaml: YamlFile,
  place: readonly PropertyKey[],
  value: unknown,
  content: ReleaseContent,
): WrittenStories {
  const placed: YamlFile = {
    ...yaml,
    at: (path, message, severity) => yaml.at([...place, ...path], message, severity),
    atKey: (path, message, severity) => yaml.atKey([...place, ...path], message, severity),
  };
  const checked = checkSchema(placed, storySchema, value);
  if (!checked.ok) return { stories: [], findings: checked.findings };
  const story = checked.value;
  return {
    stories: [{ story, finding: (path, message) => placed.at(path, message) }],
    findings: checkStory(placed, story, content),
  };
}
