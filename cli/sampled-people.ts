import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../shared/kernel/json.ts';

/** The traits that the samples of a workspace bring along; a line that cannot be read says nothing here. */
export async function sampledPeople(folder: string): Promise<readonly JsonObject[]> {
  const samples = join(folder, 'samples');
  if (!existsSync(samples)) return [];
  const files = (await readdir(samples)).filter((name) => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(samples, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').flatMap(traitsOf));
}

function traitsOf(line: string): readonly JsonObject[] {
  try {
    const { traits } = Object(JSON.parse(line)) as { readonly traits?: unknown };
    return typeof traits === 'object' && traits !== null ? [traits as JsonObject] : [];
  } catch {
    return [];
  }
}
