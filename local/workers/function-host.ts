import { createWriteStream } from 'node:fs';
import {
  failureOf,
  type Invocation,
  invokeIn,
  type Outcome,
  startThread,
  type Thread,
  type ThreadOptions,
} from './host-thread.ts';
import type { FunctionFailure } from './thread-protocol.ts';

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

interface HostOptions extends ThreadOptions {
  /** Where its log goes. */
  readonly logFile: string;
  readonly onFailure: (failure: FunctionFailure) => void;
}

interface Job extends Invocation {
  readonly done: (outcome: Outcome) => void;
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
    const outcome = await invokeIn(thread, job, options);
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
    // Nothing in it rejects but by a bug of the runner, which is to be seen.
    if (thread) void run(thread, waiting.shift()!);
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
