import { randomUUID } from 'node:crypto';
import type { WriteStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { FunctionWiring } from '../template/wiring.ts';
import type { FromFunction, FunctionFailure, FunctionThreadData, ToFunction } from './thread-protocol.ts';

/** What an invocation came to. */
export type Outcome =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failure: FunctionFailure };

export interface ThreadOptions {
  readonly wiring: FunctionWiring;
  /** The whole environment of the handler. */
  readonly env: Readonly<Record<string, string>>;
  /** URL of the bundle. */
  readonly bundle: string;
  readonly clock: SharedArrayBuffer;
  readonly onInvoked: (durationMs: number) => void;
  /** Bytes that the function wrote to its log. */
  readonly onLogged: (bytes: number) => void;
}

/** A thread that runs one function, one invocation at a time. */
export interface Thread {
  readonly worker: Worker;
  readonly loaded: Promise<void>;
  /** Settles the running invocation; null when idle. */
  finish: ((outcome: Outcome) => void) | null;
}

/** An event as JSON. */
export interface Invocation {
  readonly event: string;
}

/** Starts a thread; `onGone` is told when it ended, by an error or by being ended. */
export function startThread(
  options: ThreadOptions,
  log: WriteStream,
  onGone: (failure: FunctionFailure) => void,
): Thread {
  const data: FunctionThreadData = {
    bundle: options.bundle,
    exportName: options.wiring.handler.split('.').at(-1)!,
    clock: options.clock,
  };
  const worker = new Worker(new URL('./function-thread.ts', import.meta.url), {
    workerData: data,
    env: { ...options.env },
    stdout: true,
    stderr: true,
  });
  for (const output of [worker.stdout, worker.stderr]) {
    output.on('data', (chunk: Buffer) => {
      log.write(chunk);
      options.onLogged(chunk.length);
    });
  }
  const loaded = new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the worker ended before it was loaded')));
  });
  // Whoever waits for it learns of it; a thread that nobody waits for yet must not end the run.
  loaded.catch(() => undefined);
  worker.on('error', (error) =>
    onGone(failureOf('Runtime.UnhandledError', error instanceof Error ? error.message : String(error))),
  );
  worker.on('exit', (code) => onGone(failureOf('Runtime.ExitError', `the worker ended (exit ${code})`)));
  return { worker, loaded, finish: null };
}

/** Runs one invocation in an idle thread, and ends the thread when the function's time is over. Never rejects. */
export function invokeIn(thread: Thread, { event }: Invocation, options: ThreadOptions): Promise<Outcome> {
  const requestId = randomUUID();
  return new Promise((resolve) => {
    let startedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const settle = (outcome: Outcome) => {
      if (thread.finish !== settle) return;
      thread.finish = null;
      clearTimeout(timer);
      thread.worker.off('message', onMessage);
      options.onInvoked(performance.now() - startedAt);
      resolve(outcome);
    };
    const onMessage = (message: FromFunction) => {
      if ('requestId' in message && message.requestId === requestId) settle(outcomeOf(message));
    };
    const begin = () => {
      // The cold start is not on the function's time, as in Lambda.
      startedAt = performance.now();
      timer = setTimeout(() => {
        settle(timedOut(options.wiring));
        void thread.worker.terminate();
      }, options.wiring.timeoutMs);
      thread.worker.postMessage(callOf(requestId, event, startedAt, options.wiring));
    };
    thread.finish = settle;
    thread.worker.on('message', onMessage);
    thread.loaded.then(begin, (error: Error) =>
      settle({ ok: false, failure: failureOf('Runtime.ImportModuleError', error.message) }),
    );
  });
}

/** What Lambda tells the handler of an invocation that began at `startedAt`, in ms of this thread's `performance`. */
function callOf(requestId: string, event: string, startedAt: number, wiring: FunctionWiring): ToFunction {
  return {
    requestId,
    event,
    deadline: performance.timeOrigin + startedAt + wiring.timeoutMs,
    functionName: wiring.functionName,
    functionArn: wiring.arn,
    memoryMb: wiring.memoryMb,
  };
}

function outcomeOf(message: Extract<FromFunction, { requestId: string }>): Outcome {
  return 'answer' in message
    ? { ok: true, answer: JSON.parse(message.answer) }
    : { ok: false, failure: message.failure };
}

function timedOut({ timeoutMs }: FunctionWiring): Outcome {
  const words = `Task timed out after ${timeoutMs / 1000} seconds`;
  return { ok: false, failure: failureOf('Sandbox.Timedout', words) };
}

export function failureOf(errorType: string, errorMessage: string): FunctionFailure {
  return { errorType, errorMessage, stackTrace: [] };
}
