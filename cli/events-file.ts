import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { eventSchema, problemsOf } from '../shared/events/envelope.ts';
import { CliError } from './verb.ts';

/** An event as the API takes it. */
export type SentEvent = z.input<typeof eventSchema>;

/** In one request; far below what the API takes, so that progress can be shown. */
const CHUNK_EVENTS = 1_000;
const CHUNK_BYTES = 1_000_000;

/**
 * The events of a file with one a line. All lines are checked before the first is sent: throws CliError 1 with
 * `file:line: field words` for each that is wrong, 2 where the file cannot be read.
 */
export function eventsInFile(file: string): readonly SentEvent[] {
  const findings: string[] = [];
  const events = linesOf(file).flatMap(([number, line]) => {
    const event = jsonOf(line);
    const parsed = event === undefined ? null : eventSchema.safeParse(event);
    // As it stands there: what is left out is for the API to fill in.
    if (parsed?.success) return [event as SentEvent];
    if (!parsed) findings.push(`${file}:${number}: is not JSON`);
    else
      findings.push(...problemsOf(parsed.error).map(({ field, message }) => `${file}:${number}: ${field} ${message}`));
    return [];
  });
  if (findings.length > 0) throw new CliError(1, ['nothing was sent:', ...findings].join('\n'));
  if (events.length === 0) throw new CliError(2, `${file} holds no events: it takes one event a line`);
  return events;
}

function linesOf(file: string): [number, string][] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.map((line, index): [number, string] => [index + 1, line]).filter(([, line]) => line.trim() !== '');
  } catch {
    throw new CliError(2, `cannot read ${file}: --file takes a file with one event a line`);
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** Requests of at most 1,000 events and 1 MB. */
export function eventChunks(events: readonly SentEvent[]): SentEvent[][] {
  const chunks: SentEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    const chunk = chunks.at(-1);
    if (!chunk || chunk.length >= CHUNK_EVENTS || bytes + size > CHUNK_BYTES) {
      chunks.push([event]);
      bytes = size;
    } else {
      chunk.push(event);
      bytes += size;
    }
  }
  return chunks;
}
