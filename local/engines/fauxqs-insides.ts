// fauxqs (pinned to one version) offers persistence only together with a server on 0.0.0.0. A laptop's customer data must not listen to
// the network, so its parts are put together here: the same store and persistence, bound to 127.0.0.1 by the caller.
import { join } from 'node:path';
import type { QueueMessage } from './queue-protocol.ts';

export interface FauxqsQueue {
  readonly name: string;
  url: string;
  readonly messages: readonly unknown[];
  readonly delayedMessages: readonly { readonly delayUntil?: number }[];
  readonly inflightMessages: ReadonlyMap<string, { readonly visibilityDeadline: number }>;
  notifyWaiters(): void;
  processTimers(): void;
  deleteMessage(handle: string): boolean;
  changeVisibility(handle: string, seconds: number): void;
  setAttributes(attributes: Record<string, string>): void;
}

export interface FauxqsQueueClass {
  readonly prototype: FauxqsQueue;
}

interface FauxqsStore {
  readonly queues: Map<string, FauxqsQueue>;
  persistence?: unknown;
  region?: string;
  getQueueByName(name: string): FauxqsQueue | undefined;
  createQueue(name: string, url: string, arn: string, attributes: Record<string, string>): FauxqsQueue;
  deleteQueue(url: string): boolean;
  allQueues(): Iterable<FauxqsQueue & { persistence?: unknown }>;
  processAllTimers(): void;
}

/** The HTTP server that `buildApp` gives; only what is used of it. */
interface FauxqsApp {
  listen(address: { host: string; port: number }): Promise<string>;
  inject(request: {
    method: 'POST';
    url: string;
    headers: Record<string, string>;
    payload: string;
  }): Promise<{ statusCode: number; payload: string }>;
  close(): Promise<void>;
}

interface Persistence {
  readonly db: { exec(sql: string): void; prepare(sql: string): { run(...values: string[]): unknown } };
  updateMessageReady(messageId: string): void;
  loadSqsAndSns(queues: FauxqsStore, topics: object): void;
  close(): void;
}

type Receive = (request: Record<string, unknown>, store: FauxqsStore) => Promise<{ Messages?: QueueMessage[] }>;

/** Opens the queues kept in `dataDir`. */
export async function openStore(dataDir: string, region: string) {
  const root = new URL('./', import.meta.resolve('fauxqs')).href;
  const [{ buildApp }, sqs, sns, s3, { PersistenceManager }, { receiveMessage }] = await Promise.all([
    import('fauxqs'),
    import(`${root}sqs/sqsStore.js`) as Promise<{ SqsStore: new () => FauxqsStore; SqsQueue: FauxqsQueueClass }>,
    import(`${root}sns/snsStore.js`) as Promise<{ SnsStore: new () => object }>,
    import(`${root}s3/s3Store.js`) as Promise<{ S3Store: new () => object }>,
    import(`${root}persistence.js`) as Promise<{ PersistenceManager: new (dir: string) => Persistence }>,
    import(`${root}sqs/actions/receiveMessage.js`) as Promise<{ receiveMessage: Receive }>,
  ]);
  const store = new sqs.SqsStore();
  const topics = new sns.SnsStore();
  store.region = region;
  const persistence = new PersistenceManager(join(dataDir, 'queues'));
  // A killed run loses nothing without it; only a crash of the machine might, and a sync a message would cost milliseconds.
  persistence.db.exec('PRAGMA synchronous = OFF');
  // Its own version clears the receive count, which the column forbids: every ChangeMessageVisibility to 0 would fail.
  const release = persistence.db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  persistence.updateMessageReady = (messageId) => void release.run(messageId);
  persistence.loadSqsAndSns(store, topics);
  store.persistence = persistence;
  for (const queue of store.allQueues()) queue.persistence = persistence;
  const stores = { sqsStore: store, snsStore: topics, s3Store: new s3.S3Store() } as unknown as NonNullable<
    NonNullable<Parameters<typeof buildApp>[0]>['stores']
  >;
  const app = buildApp({ logger: false, defaultRegion: region, stores }) as unknown as FauxqsApp;
  const close = async () => {
    await app.close();
    persistence.close();
  };
  return { store, queueClass: sqs.SqsQueue, app, close, receiveMessage };
}
