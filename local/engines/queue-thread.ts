// The thread of the queue engine: fauxqs with the run's Date and its own store on disk.
import { parentPort, workerData } from 'node:worker_threads';
import { patchDate } from '../clock/patch-date.ts';
import type { FauxqsQueue, FauxqsQueueClass } from './fauxqs-insides.ts';
import type { FromThread, QueueCall, QueueDefinition, QueueMessage, QueueState, ToThread } from './queue-protocol.ts';

const { clock, dataDir, region } = workerData as { clock: SharedArrayBuffer; dataDir: string; region: string };
patchDate(clock);
const { openStore } = await import('./fauxqs-insides.ts');
const { store, queueClass, app, close, receiveMessage } = await openStore(dataDir, region);
const port = parentPort!;
const post = (message: FromThread) => port.postMessage(message);

/** fauxqs wakes its long pollers here; the runner's mappings are woken by the same call instead of polling. */
function announceReadiness(queues: FauxqsQueueClass): void {
  const { prototype } = queues;
  const wakePollers = Reflect.get(prototype, 'notifyWaiters') as (this: FauxqsQueue) => void;
  prototype.notifyWaiters = function (this: FauxqsQueue) {
    wakePollers.call(this);
    if (this.messages.length > 0) post({ ready: this.name });
  };
}

function queueNamed(name: string): FauxqsQueue {
  const queue = store.getQueueByName(name);
  if (!queue) throw new Error(`no queue ${name}`);
  return queue;
}

function define(queues: readonly QueueDefinition[]): void {
  const wanted = new Set(queues.map((queue) => queue.name));
  for (const known of store.allQueues()) if (!wanted.has(known.name)) store.deleteQueue(known.url);
  for (const { name, arn, url, attributes } of queues) {
    const known = store.getQueueByName(name);
    if (!known) store.createQueue(name, url, arn, { ...attributes });
    else {
      // The port may differ from the last run's.
      store.queues.delete(known.url);
      known.url = url;
      store.queues.set(url, known);
      known.setAttributes({ ...attributes });
    }
  }
}

/** Every invocation of an earlier run is over, so what it held is visible again; its receive count stays. */
function releaseHeld(): void {
  for (const queue of store.allQueues())
    for (const handle of queue.inflightMessages.keys()) queue.changeVisibility(handle, 0);
}

async function send(name: string, body: string): Promise<void> {
  const queue = queueNamed(name);
  const response = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
    payload: JSON.stringify({ QueueUrl: queue.url, MessageBody: body }),
  });
  if (response.statusCode !== 200) throw new Error(`${name} refused a message: ${response.payload}`);
}

async function receive(name: string, max: number): Promise<QueueMessage[]> {
  const request = { QueueUrl: queueNamed(name).url, MaxNumberOfMessages: Math.min(max, 10), WaitTimeSeconds: 0 };
  const answer = await receiveMessage({ ...request, AttributeNames: ['All'], MessageAttributeNames: ['All'] }, store);
  return answer.Messages ?? [];
}

function stateOf(queue: FauxqsQueue): QueueState {
  queue.processTimers();
  const moments = [
    ...queue.delayedMessages.map((message) => message.delayUntil ?? 0),
    ...[...queue.inflightMessages.values()].map((held) => held.visibilityDeadline),
  ];
  return {
    name: queue.name,
    ready: queue.messages.length,
    delayed: queue.delayedMessages.length,
    invisible: queue.inflightMessages.size,
    nextAt: moments.length === 0 ? null : moments.reduce((least, moment) => Math.min(least, moment)),
  };
}

async function answer(call: QueueCall): Promise<unknown> {
  switch (call.do) {
    case 'define':
      define(call.queues);
      releaseHeld();
      return store.processAllTimers();
    case 'send':
      return send(call.queue, call.body);
    case 'receive':
      return receive(call.queue, call.max);
    case 'remove':
      for (const handle of call.handles) queueNamed(call.queue).deleteMessage(handle);
      return null;
    case 'states':
      return [...store.allQueues()].map(stateOf);
    case 'tick':
      return store.processAllTimers();
    case 'close':
      clearInterval(timers);
      return close();
  }
}

port.on('message', ({ id, call }: ToThread) => {
  answer(call).then(
    (value) => post({ id, answer: value ?? null }),
    (error: unknown) => post({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
announceReadiness(queueClass);
// Delays and visibility timeouts end by Date, which fauxqs itself only looks at when somebody asks.
const timers = setInterval(() => store.processAllTimers(), 25);
post({ started: await app.listen({ host: '127.0.0.1', port: 0 }) });
