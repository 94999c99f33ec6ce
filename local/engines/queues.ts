import { Worker } from 'node:worker_threads';
import type { FromThread, QueueCall, QueueDefinition, QueueMessage, QueueState } from './queue-protocol.ts';

/** SQS for this run: fauxqs in a thread of its own, kept on disk. */
export interface QueueEngine {
  /** Where the SQS API answers; functions reach it through the gateway. */
  readonly origin: string;
  /** Makes the queues as the template says; queues that are no longer in it go, messages of the others stay. */
  define(queues: readonly QueueDefinition[]): Promise<void>;
  send(queue: string, body: string): Promise<void>;
  /** Takes up to `max` visible messages; they are invisible for the queue's timeout from then on. */
  receive(queue: string, max: number): Promise<QueueMessage[]>;
  remove(queue: string, handles: readonly string[]): Promise<void>;
  states(): Promise<QueueState[]>;
  /** Ends delays and visibility timeouts that are over by the run's clock. */
  tick(): Promise<void>;
  /** Calls `listener` with the queue's name whenever it has visible messages. */
  onReady(listener: (queue: string) => void): void;
  stop(): Promise<void>;
}

/** Starts the engine; resolves when it listens on 127.0.0.1. */
export async function startQueues(dataDir: string, region: string, clock: SharedArrayBuffer): Promise<QueueEngine> {
  const worker = new Worker(new URL('./queue-thread.ts', import.meta.url), { workerData: { clock, dataDir, region } });
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  const listeners: ((queue: string) => void)[] = [];
  let lastId = 0;
  const ask = (call: QueueCall) =>
    new Promise<unknown>((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.postMessage({ id: lastId, call });
    });
  const origin = await new Promise<string>((started, failed) => {
    worker.once('error', failed);
    worker.on('message', (message: FromThread) => {
      if ('started' in message) started(message.started);
      else if ('ready' in message) for (const listener of listeners) listener(message.ready);
      else {
        const caller = waiting.get(message.id);
        waiting.delete(message.id);
        if ('error' in message) caller?.reject(new Error(message.error));
        else caller?.resolve(message.answer);
      }
    });
  });
  return {
    origin,
    define: async (queues) => void (await ask({ do: 'define', queues })),
    send: async (queue, body) => void (await ask({ do: 'send', queue, body })),
    receive: async (queue, max) => (await ask({ do: 'receive', queue, max })) as QueueMessage[],
    remove: async (queue, handles) => void (await ask({ do: 'remove', queue, handles })),
    states: async () => (await ask({ do: 'states' })) as QueueState[],
    tick: async () => void (await ask({ do: 'tick' })),
    onReady: (listener) => void listeners.push(listener),
    async stop() {
      await ask({ do: 'close' });
      await worker.terminate();
    },
  };
}
