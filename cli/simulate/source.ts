import type { Reading } from '../import/file-stream.ts';
import { CliError } from '../verb.ts';
import type { Findings } from './findings.ts';
import { type Read, readLine, type Told } from './happenings.ts';
import { linesOf } from './lines.ts';

/** Where happenings come from, in batches; each batch and all of them in the order of time. */
export type Source = AsyncIterator<readonly Told[], undefined>;

/** What reading a file comes to beside its happenings. */
export interface Readings {
  readonly findings: Findings;
  readonly reading: Reading;
  /** heed's own events, which are passed over. */
  own: number;
  /** Makes texts such as `-P2D` instants; null where nothing says what they count from. */
  readonly absolute: ((value: unknown) => unknown) | null;
}

/** The file is not in the order of time; its line says where that shows. */
export class UnsortedError extends Error {
  override name = 'UnsortedError';
  readonly file: string;
  constructor(file: string) {
    super(`${file} is not in the order of time`);
    this.file = file;
  }
}

/** Instants and days that the sample files count from a moment (local/samples.ts). */
const RELATIVE = /"(-P|today)/;
const COUNTS_BACK = /"occurredAt":\s*"-P/;

/** The happenings of a file in the order of its lines, which may be any. */
export async function* happeningsIn(file: string, readings: Readings): AsyncGenerator<readonly Told[], undefined> {
  for await (const { first, texts } of linesOf(file, readings.reading)) {
    const batch: Told[] = [];
    for (const [index, text] of texts.entries()) {
      if (text.trim() === '') continue;
      const line = first + index;
      const told = readText(text, file, line, readings);
      const { happenings, problems, own } = told instanceof Promise ? await told : told;
      readings.own += own;
      if (problems.length > 0) readings.findings.add(file, line, problems);
      for (const happening of happenings) batch.push({ ...happening, file, line });
    }
    if (batch.length > 0) yield batch;
  }
}

function readText(text: string, file: string, line: number, { absolute }: Readings): Promise<Read> | Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { happenings: [], own: 0, problems: [{ field: '', message: 'is not JSON' }] };
  }
  if (absolute && RELATIVE.test(text)) value = absolute(value);
  else if (!absolute && COUNTS_BACK.test(text))
    throw new CliError(2, `${file}:${line} counts its time from a moment: say from which with --from`);
  return readLine(value, `${file}:${line}`);
}

/** The same, for files in the order of time. Rejects with UnsortedError where that turns out to be wrong. */
export async function* inOrder(file: string, readings: Readings): AsyncGenerator<readonly Told[], undefined> {
  let last = Number.NEGATIVE_INFINITY;
  for await (const batch of happeningsIn(file, readings)) {
    for (const { at } of batch) {
      if (at < last) throw new UnsortedError(file);
      last = at;
    }
    yield batch;
  }
}
