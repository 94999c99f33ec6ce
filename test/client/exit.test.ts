import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ClientBus, startClientBus } from './client-bus.ts';

const CLIENT = new URL('../../client/heed-client.ts', import.meta.url).href;

let bus: ClientBus;
let started = 0;
beforeAll(async () => {
  bus = await startClientBus();
});
afterAll(() => bus.stop());
afterEach(() => {
  started = bus.events().length;
});

/** A program of the company: `heed` is its client, which by itself would send after a minute. */
function program(lines: string, options: Record<string, unknown> = {}): ChildProcess {
  const settings = JSON.stringify({ ...bus.settings, flushAfter: 60_000, ...options });
  const text = `import { heedClient } from '${CLIENT}'; const heed = heedClient(${settings}); ${lines}`;
  return spawn(process.execPath, ['--input-type=module', '--eval', text], { stdio: ['ignore', 'pipe', 'inherit'] });
}

const tracked = "heed.track({ type: 'a.b', profileId: 'c-1' })";
const arrived = () => bus.events().length - started;

// Each starts a process, which on a busy machine takes its time.
describe('a process that ends', { timeout: 30_000 }, () => {
  test('by itself, sends first what it has tracked and not awaited', async () => {
    expect(await once(program(`void ${tracked}; void ${tracked};`), 'exit')).toEqual([0, null]);
    expect(arrived()).toBe(2);
  });

  test('by itself, keeps the promise that it awaits', async () => {
    expect(await once(program(`await ${tracked}; process.exit(7);`), 'exit')).toEqual([7, null]);
    expect(arrived()).toBe(1);
  });

  test('by SIGTERM, sends first where that was asked for, and ends by the signal', async () => {
    const child = program(`setInterval(() => {}, 1000); void ${tracked}; console.log('up');`, { flushOnSigterm: true });
    const ended = once(child, 'exit');
    if (child.stdout) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(arrived()).toBe(1);
  });

  test('by SIGTERM, leaves the end to the program where it listens too', async () => {
    const own = "process.on('SIGTERM', () => setTimeout(() => process.exit(3), 0).ref());";
    const child = program(`setInterval(() => {}, 1000); ${own} console.log('up');`, { flushOnSigterm: true });
    const ended = once(child, 'exit');
    if (child.stdout) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await ended).toEqual([3, null]);
  });
});
