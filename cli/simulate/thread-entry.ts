import { parentPort, workerData } from 'node:worker_threads';
import { CliError } from '../verb.ts';
import { answerOf, type Request } from './request.ts';
import type { Word } from './thread.ts';

const say = (word: Word) => parentPort?.postMessage(word);

try {
  const answer = await answerOf(workerData as Request, {
    progress: (share, now) => say({ says: 'progress', share, now }),
    notice: (words) => say({ says: 'notice', words }),
  });
  say({ says: 'answer', answer });
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  say({ says: 'refusal', exitCode: error.exitCode, message: error.message, answer: error.answer });
}
