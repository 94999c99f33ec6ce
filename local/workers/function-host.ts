import { randomUUID } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { FunctionWiring } from '../template/wiring.ts';
import type { FromFunction, FunctionFailure, FunctionThreadData, ToFunction } from './thread-protocol.ts';

/** What an invocation came to. */
export type Outcome =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly failure: FunctionFailure };

/** One function of the run: as many threads as it may run at once, each with one invocation at a time, as in Lambda. */
export interface FunctionHost {
  readonly id: string;
  /** How many invocations run at once. */
  readonly threads: number;
  /** Invokes it when a thread is free; never rejects: a timeout and a killed thread are failures too. */
  invoke(event: unknown): Promise<Outcome>;
  /** Invocations waiting or under way. */
  busy(): number;
  /** Invocations so far, those waiting and under way too. */
  invoked(): number;
  /** Whether an invocation would start at once. */
  free(): boolean;
  /** Calls `listener` whenever an invocation has ended. */
  onFree(listener: () => void): void;
  /** Ends the threads that are at work, as a crash would; the next invocation gets a new one. */
  kill(): void;
  /** Starts a thread ahead of the first invocation. */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

export interface HostOptions {
  readonly wiring: FunctionWiring;
  /** The whole environment of the handler. */
  readonly env: Readonly<Record<string, string>>;
  /** URL of the bundle. */
  readonly bundle: string;
  readonly clock: SharedArrayBuffer;
  /** Where its log goes. */
  readonly logFile: string;
  readonly onInvoked: (durationMs: number) => void;
  /** Bytes that the function wrote to its log. */
  readonly onLogged: (bytes: number) => void;
  readonly onFailure: (failure: FunctionFailure) => void;
}

interface Job {
  readonly event: string;
  readonly done: (outcome: Outcome) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly loaded: Promise<void>;
  /** Settles the running invocation; null when idle. */
  finish: ((outcome: Outcome) => void) | null;
}

/** Two at once show races between invocations of one function; more would only queue up on a laptop's cores. */
const MOST_THREADS = 2;

export function functionHost(options: HostOptions): FunctionHost {
  const { wiring } = options;
  const most = Math.min(wiring.reserved ?? MOST_THREADS, MOST_THREADS);
  const log = createWriteStream(options.logFile, { flags: 'a' });
  const threads = new Set<Thread>();
  const waiting: Job[] = [];
  const listeners: (() => void)[] = [];
  let running = 0;
  let invoked = 0;
  let stopped = false;

  const drop = (thread: Thread, failure: FunctionFailure) => {
    threads.delete(thread);
    thread.finish?.({ ok: false, failure });
  };
  const start = (): Thread => {
    const thread = startThread(options, log, (failure) => drop(thread, failure));
    threads.add(thread);
    return thread;
  };
  const run = async (thread: Thread, job: Job) => {
    running += 1;
    const outcome = await runJob(thread, job, options);
    running -= 1;
    if (!outcome.ok) options.onFailure(outcome.failure);
    job.done(outcome);
    next();
    for (const listener of listeners) listener();
  };
  const next = () => {
    if (waiting.length === 0 || stopped) return;
    const free = [...threads].find((thread) => thread.finish === null);
    const thread = free ?? (threads.size < most ? start() : null);
    if (thread) void run(thread, waiting.shift()!).catch(() => undefined);
  };
  return {
    id: wiring.id,
    threads: most,
    invoke: (event) =>
      new Promise((done) => {
        invoked += 1;
        waiting.push({ event: JSON.stringify(event), done });
        next();
      }),
    busy: () => running + waiting.length,
    invoked: () => invoked,
    free: () => running + waiting.length < most,
    onFree: (listener) => void listeners.push(listener),
    kill() {
      for (const thread of threads) {
        if (thread.finish === null) continue;
        void thread.worker.terminate();
        drop(thread, failureOf('Runtime.ExitError', 'the worker was killed'));
      }
    },
    warm: () => ([...threads][0] ?? start()).loaded,
    async stop() {
      stopped = true;
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
      threads.clear();
      await new Promise<void>((resolve) => log.end(resolve));
    },
  };
}

function startThread(options: HostOptions, log: WriteStream, onGone: (failure: FunctionFailure) => void): Thread {
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

/** Runs one invocation in a thread, and ends the thread when the function's time is over. */
function runJob(thread: Thread, job: Job, options: HostOptions): Promise<Outcome> {
  const { wiring } = options;
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
      if (!('requestId' in message) || message.requestId !== requestId) return;
      settle(
        'answer' in message
          ? { ok: true, answer: JSON.parse(message.answer) }
          : { ok: false, failure: message.failure },
      );
    };
    thread.finish = settle;
    thread.worker.on('message', onMessage);
    const begin = () => {
      // The cold start is not on the function's time, as in Lambda.
      startedAt = performance.now();
      timer = setTimeout(() => {
        settle({
          ok: false,
          failure: failureOf('Sandbox.Timedout', `Task timed out after ${wiring.timeoutMs / 1000} seconds`),
        });
        void thread.worker.terminate();
      }, wiring.timeoutMs);
      const call: ToFunction = {
        requestId,
        event: job.event,
        deadline: performance.timeOrigin + startedAt + wiring.timeoutMs,
        functionName: wiring.functionName,
        functionArn: wiring.arn,
        memoryMb: wiring.memoryMb,
      };
      thread.worker.postMessage(call);
    };
    thread.loaded.then(begin, (error: Error) =>
      settle({ ok: false, failure: failureOf('Runtime.ImportModuleError', error.message) }),
    );
  });
}

function failureOf(errorType: string, errorMessage: string): FunctionFailure {
  return { errorType, errorMessage, stackTrace: [] };
}
