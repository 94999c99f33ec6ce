import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { Instant } from '../../shared/kernel/instants.ts';
import { CliError, type ExitCode } from '../verb.ts';
import { answerOf, type Hearing, type Request } from './request.ts';
import type { Answer } from './simulate.ts';

/** What the thread says; the last word is an answer or a refusal. */
export type Word =
  | { readonly says: 'progress'; readonly share: number; readonly now: Instant }
  | { readonly says: 'notice'; readonly words: string }
  | { readonly says: 'answer'; readonly answer: Answer }
  | { readonly says: 'refusal'; readonly exitCode: ExitCode; readonly message: string; readonly answer: unknown };

/**
 * MB. Most of what a decision makes is dead a moment later: with room for it the collector has a fifth of the work less, measured on a
 * million events. A hundred thousand people take one to two thousand.
 */
const ROOM = { maxYoungGenerationSizeMb: 256, maxOldGenerationSizeMb: 8_192 };

/** Bytes of input from which a thread is worth the half second that it takes to begin. */
const LARGE = 20_000_000;

/** `answerOf`, for large files in a thread of its own, whose memory can be laid out for it. Rejects with its CliError. */
export function answer(request: Request, hearing: Hearing): Promise<Answer> {
  const { events, people } = request.options;
  const files = [...events, ...(people === undefined ? [] : [people])];
  const bytes = files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  return bytes < LARGE ? answerOf(request, hearing) : answerInThread(request, hearing);
}

/** The same in a thread, whatever the size. */
export function answerInThread(request: Request, { progress, notice }: Hearing): Promise<Answer> {
  const entry = new URL('./thread-entry.ts', import.meta.url);
  const worker = new Worker(entry, { workerData: request, resourceLimits: ROOM });
  return new Promise((resolve, reject) => {
    worker.on('message', (word: Word) => {
      if (word.says === 'progress') progress(word.share, word.now);
      else if (word.says === 'notice') notice(word.words);
      else if (word.says === 'answer') resolve(word.answer);
      else reject(new CliError(word.exitCode, word.message, word.answer));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the simulation ended without an answer')));
  });
}
