import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byTime, type Told } from './happenings.ts';
import { linesOf } from './lines.ts';
import { happeningsIn, type Readings, type Source } from './source.ts';

/** Happenings in memory at once, some hundred MB of them; more are sorted in parts on disk. */
const PART = 200_000;

/** A file sorted by time: its parts, each in order, to be merged. `forget` removes what is on disk. */
export interface Sorted {
  sources(): Source[];
  forget(): Promise<void>;
}

/** Sorts a file of any size by time, `size` happenings a part. What happened at one instant keeps the order of its lines. */
export async function sortedByTime(file: string, readings: Readings, size = PART): Promise<Sorted> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-simulate-'));
  const parts: string[] = [];
  let held: Told[] = [];
  const put = async () => {
    const part = join(folder, `${parts.length}.jsonl`);
    parts.push(part);
    await writePart(part, held.sort(byTime));
    held = [];
  };
  for await (const batch of happeningsIn(file, readings)) {
    held.push(...batch);
    if (held.length >= size) await put();
  }
  if (held.length > 0) await put();
  return {
    sources: () => parts.map((part) => readPart(part)),
    forget: () => rm(folder, { recursive: true, force: true }),
  };
}

async function writePart(part: string, happenings: readonly Told[]): Promise<void> {
  const stream = createWriteStream(part, { mode: 0o600 });
  for (const happening of happenings) {
    if (!stream.write(`${JSON.stringify(happening)}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

async function* readPart(part: string): AsyncGenerator<readonly Told[], undefined> {
  for await (const { texts } of linesOf(part, { bytes: 0 })) {
    const batch = texts.flatMap((text) => (text === '' ? [] : [JSON.parse(text) as Told]));
    if (batch.length > 0) yield batch;
  }
}
