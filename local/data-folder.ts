import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where a run keeps everything; one run at a time. */
export interface DataFolder {
  path(name: string): string;
  /** The run's own secret (KMS keys derive from it), made once a store, so that links and hashes survive a restart. */
  readonly secret: string;
  /** Gives the folder back. */
  release(): void;
}

/** All that a run writes; `--fresh` removes these and nothing else, whatever folder it was pointed to. */
const OWN = [
  'dynamodb.db',
  'dynamodb.db-shm',
  'dynamodb.db-wal',
  'dynamodb.log',
  'queues',
  'mails.jsonl',
  'clock.json',
  'streams',
  'failures',
  'logs',
  'suppressed.json',
  'secret',
  'endpoints.json',
];

/** Opens the folder; throws when another run uses it. */
export function openDataFolder(given: string, fresh: boolean): DataFolder {
  const folder = resolve(given);
  mkdirSync(folder, { recursive: true });
  const path = (name: string) => join(folder, name);
  takeLock(path('run.pid'), folder);
  if (fresh) for (const name of OWN) rmSync(path(name), { recursive: true, force: true });
  // Whoever waits for this file must not find the last run's.
  rmSync(path('endpoints.json'), { force: true });
  for (const name of ['streams', 'failures', 'logs']) mkdirSync(path(name), { recursive: true });
  return {
    path,
    secret: readSecret(path('secret')),
    release() {
      rmSync(path('endpoints.json'), { force: true });
      rmSync(path('run.pid'), { force: true });
    },
  };
}

function takeLock(file: string, folder: string): void {
  if (existsSync(file)) {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid !== process.pid && isAlive(pid)) {
      throw new Error(
        `another run (process ${pid}) uses ${folder}. Stop it, or start beside it: npm start -- --port 0 --data DIR`,
      );
    }
  }
  writeFileSync(file, String(process.pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function readSecret(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}
