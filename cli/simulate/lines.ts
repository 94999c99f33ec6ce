import { StringDecoder } from 'node:string_decoder';
import { contentOf, type Reading } from '../import/file-stream.ts';

/** Lines that arrived together; a line of its own for each would cost more than reading it. */
export interface Lines {
  /** Number of the first, from 1. */
  readonly first: number;
  readonly texts: readonly string[];
}

/** The lines of a file, `.gz` unpacked, as it is read. */
export async function* linesOf(file: string, reading: Reading): AsyncGenerator<Lines> {
  const decoder = new StringDecoder('utf8');
  let first = 1;
  let rest = '';
  for await (const chunk of contentOf(file, reading) as AsyncIterable<Buffer>) {
    const texts = (rest + decoder.write(chunk)).split('\n');
    rest = texts.pop() ?? '';
    if (texts.length > 0) yield { first, texts };
    first += texts.length;
  }
  yield { first, texts: [rest + decoder.end()] };
}
