import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../fronts/loopback.ts';
import { DynamodbError, dynamodbCall } from './dynamodb-call.ts';

const DATABASE = 'dynamodb.db';

/** DynamoDB and its streams for this run. */
export interface DynamodbEngine {
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * Starts Dynoxide on the data folder, or takes the DynamoDB Local at `HEED_DYNAMODB_ENDPOINT` where the platform has no binary.
 * Resolves when it answers.
 */
export async function startDynamodb(dataDir: string, region: string): Promise<DynamodbEngine> {
  const elsewhere = process.env.HEED_DYNAMODB_ENDPOINT;
  if (elsewhere) {
    await answering(elsewhere, region, () => null);
    return { origin: elsewhere.replace(/\/$/, ''), stop: async () => {} };
  }
  const port = await freePort();
  const child = spawnBound(
    binaryPath(),
    ['--host', '127.0.0.1', '--port', String(port), '--db-path', join(dataDir, DATABASE)],
    dataDir,
  );
  const origin = `http://127.0.0.1:${port}`;
  await answering(origin, region, () =>
    child.exitCode === null ? null : `Dynoxide ended at once (exit ${child.exitCode})`,
  );
  indexStreams(join(dataDir, DATABASE));
  return { origin, stop: () => ended(child) };
}

/**
 * Dynoxide numbers a stream record one above the highest of its table and finds it by reading them all, at each write and at each read
 * of the stream: after 5,000 records a write takes ten times as long. An index on what it asks for keeps both at their first speed.
 */
function indexStreams(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec(
    'CREATE INDEX IF NOT EXISTS stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
  );
  database.close();
}

function binaryPath(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const path = createRequire(import.meta.url).resolve(`@dynoxide/${platform}/dynoxide`);
    chmodSync(path, 0o755);
    return path;
  } catch {
    throw new Error(
      `There is no Dynoxide (the embedded DynamoDB) for ${platform}. Start a DynamoDB Local of your own and name it: HEED_DYNAMODB_ENDPOINT=http://127.0.0.1:8000 npm start`,
    );
  }
}

/**
 * Starts the engine so that it ends with this process, even a killed one: a shell between them holds our end of a pipe and ends the
 * engine when the pipe closes. Its own process group keeps a terminal's Ctrl-C from it: it must outlive the drain.
 */
function spawnBound(binary: string, args: readonly string[], dataDir: string): ChildProcess {
  const log = openSync(join(dataDir, 'dynamodb.log'), 'w');
  if (process.platform === 'win32') return spawn(binary, args, { stdio: ['ignore', log, log] });
  const guard = '"$@" <&- & engine=$!; read -r _; kill $engine 2>/dev/null; wait $engine';
  return spawn('/bin/sh', ['-c', guard, 'sh', binary, ...args], { stdio: ['pipe', log, log], detached: true });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (child.stdin) child.stdin.end();
  else child.kill();
  await exit;
}

async function answering(origin: string, region: string, failed: () => string | null): Promise<void> {
  const call = dynamodbCall(origin, region);
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const failure = failed();
    if (failure) throw new Error(failure);
    try {
      await call('ListTables', {});
      return;
    } catch (error) {
      if (error instanceof DynamodbError) throw error;
      await pause(10);
    }
  }
  throw new Error(`DynamoDB at ${origin} does not answer`);
}
