import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Mail } from '../../local/aws/inbox-mail.ts';
import type { Endpoints } from '../../local/ready.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An event of the public contract, as a company's system would put it on the bus. */
export interface CompanyEvent {
  readonly type: string;
  readonly profileId: string;
  readonly eventId?: string;
  readonly occurredAt?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly traits?: Readonly<Record<string, unknown>>;
}

export interface LocalRunOptions {
  /** Load `workspace/samples/` into the empty store; default false. */
  readonly samples?: boolean;
  /** Files of the workspace to publish (`settings.yaml` -> text); default the sample workspace of the repository. */
  readonly workspace?: Readonly<Record<string, string>>;
  /** The program to start, from the root of the repository; default `local/start.ts`. The runner's own tests start it with stand-ins for the functions. */
  readonly program?: string;
  /** A data folder to start on, kept at the end; default a temporary one that goes with the run. */
  readonly data?: string;
}

/** `npm start` in a process of its own, seen from outside only. */
export interface RunningHeed {
  readonly endpoints: Endpoints;
  /** For every AWS SDK client: `new DynamoDBClient(heed.aws)`. */
  readonly aws: {
    readonly region: string;
    readonly endpoint: string;
    readonly credentials: { accessKeyId: string; secretAccessKey: string };
  };
  /** The data folder, for a second run on it. */
  readonly data: string;
  /** PutEvents with the real SDK, ten at a time; rejects when an entry is refused. */
  putEvents(...events: readonly CompanyEvent[]): Promise<void>;
  /** Waits until no queue, stream or handler has work left; rejects, naming what is left. */
  quiet(): Promise<void>;
  /** Mails, newest first. */
  inbox(): Promise<Mail[]>;
  /** Says what became of a mail, as SES would. */
  feedback(mailId: string, feedback: Readonly<Record<string, unknown>>): Promise<void>;
  /** The run's time, ISO text. */
  now(): Promise<string>;
  /** Moves the clock: `advance('P1D')`; gives the new time. Everything due until then has happened. */
  advance(duration: string): Promise<string>;
  /** Moves the clock to an instant that is ahead. */
  advanceTo(instant: string): Promise<string>;
  /** Plans a misfortune (design 7, /faults). */
  fault(fault: Readonly<Record<string, unknown>>): Promise<void>;
  /** GET /api/profiles/{id}; null for 404. */
  profile(id: string): Promise<Record<string, unknown> | null>;
  /** A JSON call of the authorised API: `api('POST', '/api/workspace', { files })`. */
  api(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A JSON call of the control origin: `control('GET', '/costs')`. */
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  /** All that the run printed so far. */
  output(): string;
  /** Stops it as Ctrl-C would; gives the exit code. Removes a temporary data folder. */
  stop(): Promise<number | null>;
  /** Ends it without warning; the data folder stays for a second run. */
  kill(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A slow machine that runs other things needs longer than the six seconds of the budget. */
const START_MS = 60_000;

/** Starts heed on free ports and waits until it is ready. Rejects with all that was printed when it does not start. */
export async function startLocalRun(options: LocalRunOptions = {}): Promise<RunningHeed> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-run-'));
  const data = options.data ?? join(folder, 'data');
  // A killed run left its own behind.
  await rm(join(data, 'endpoints.json'), { force: true });
  const workspace = await workspaceFolder(folder, options.workspace);
  const flags = ['--port', '0', '--data', data, '--workspace', workspace, ...(options.samples ? [] : ['--no-samples'])];
  const child = spawn(process.execPath, [join(ROOT, options.program ?? 'local/start.ts'), ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const endpoints = await ready(child, join(data, 'endpoints.json'), output);
  const forget = () => rm(folder, { recursive: true, force: true });
  return { ...callsOf(endpoints), endpoints, data, output, ...endings(child, forget) };
}

async function workspaceFolder(folder: string, files: LocalRunOptions['workspace']): Promise<string> {
  if (!files) return join(ROOT, 'workspace');
  const workspace = join(folder, 'workspace');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  return workspace;
}

function collectOutput(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

async function ready(child: ChildProcess, file: string, output: () => string): Promise<Endpoints> {
  const until = Date.now() + START_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null) throw new Error(`heed ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > until) throw new Error(`heed is not ready after ${START_MS / 1000} s:\n${output()}`);
    await pause(20);
  }
  return JSON.parse(await readFile(file, 'utf8')) as Endpoints;
}

function callsOf(endpoints: Endpoints) {
  const { region, accessKeyId, secretAccessKey } = endpoints;
  const aws = { region, endpoint: endpoints.aws, credentials: { accessKeyId, secretAccessKey } };
  const events = new EventBridgeClient(aws);
  const api = (method: string, path: string, body?: unknown) => call(`${endpoints.api}${path}`, method, body);
  const control = (method: string, path: string, body?: unknown) => call(`${endpoints.home}${path}`, method, body);
  const clock = async (method: string, body?: unknown) =>
    String((expected(await control(method, '/clock', body)) as { now: unknown }).now);
  return {
    aws,
    api,
    control,
    async putEvents(...given: readonly CompanyEvent[]) {
      const Entries = given.map(({ type, ...detail }) => ({
        EventBusName: endpoints.busName,
        Source: 'acme.shop',
        DetailType: type,
        Detail: JSON.stringify(detail),
      }));
      for (let from = 0; from < Entries.length; from += 10) {
        const { FailedEntryCount, Entries: results } = await events.send(
          new PutEventsCommand({ Entries: Entries.slice(from, from + 10) }),
        );
        if (FailedEntryCount) throw new Error(`PutEvents refused: ${JSON.stringify(results)}`);
      }
    },
    quiet: async () => void expected(await control('POST', '/quiet')),
    inbox: async () => expected(await control('GET', '/inbox.json')) as Mail[],
    feedback: async (mailId: string, feedback: Readonly<Record<string, unknown>>) =>
      void expected(await control('POST', `/inbox/${mailId}/feedback`, feedback)),
    now: () => clock('GET'),
    advance: (duration: string) => clock('POST', { advance: duration }),
    advanceTo: (instant: string) => clock('POST', { to: instant }),
    fault: async (fault: Readonly<Record<string, unknown>>) => void expected(await control('POST', '/faults', fault)),
    async profile(id: string) {
      const answer = await api('GET', `/api/profiles/${encodeURIComponent(id)}`);
      return answer.status === 404 ? null : (expected(answer) as Record<string, unknown>);
    },
  };
}

async function call(url: string, method: string, body?: unknown): Promise<Answer> {
  const content =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, { method, ...content });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** The body of an answer that must be a success. */
function expected({ status, body }: Answer): unknown {
  if (status >= 200 && status < 300) return body;
  throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
}

function endings(child: ChildProcess, forget: () => Promise<void>) {
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  // A test that fails before its `stop` must not leave a run behind.
  const orphaned = () => child.kill('SIGKILL');
  process.once('exit', orphaned);
  child.once('exit', () => process.off('exit', orphaned));
  return {
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      await forget();
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
