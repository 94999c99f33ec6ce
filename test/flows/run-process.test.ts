import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, happen, mailsOf, profileOf } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import { startLocalRun } from './local-run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const workspace = flowWorkspace({ 'cart-abandoned': cartReminder });

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'heed-process-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

/** `npm start` with flags of one's own, and all that it said. */
function start(...flags: string[]): {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; said: string }>;
} {
  const child = spawn(process.execPath, ['local/start.ts', '--no-samples', '--data', data, ...flags], { cwd: ROOT });
  const said: Buffer[] = [];
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => said.push(chunk));
  return {
    child,
    ended: new Promise((resolve) =>
      child.once('close', (code) => resolve({ code, said: Buffer.concat(said).toString('utf8') })),
    ),
  };
}

/** Processes whose command line speaks of this test's data folder. */
async function processesLeft(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.includes(data)).map((line) => line.replaceAll('\0', ' '));
}

/** What a killed run leaves behind is allowed the moment that it takes to notice. */
async function noProcessLeft(): Promise<string[]> {
  for (let look = 0; look < 100 && (await processesLeft()).length > 0; look += 1) await pause(50);
  return processesLeft();
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** The first of four ports in a row that nobody uses, below those that the system hands out by itself. */
async function fourFreePorts(): Promise<number> {
  for (let first = 20_000 + (process.pid % 10_000); ; first += 4) {
    const servers = await Promise.allSettled([0, 1, 2, 3].map((offset) => listen(first + offset)));
    for (const server of servers) if (server.status === 'fulfilled') server.value.close();
    if (servers.every(({ status }) => status === 'fulfilled')) return first;
  }
}

describe.skipIf(process.platform !== 'linux')('the process of a local run', () => {
  test('Ctrl-C ends it with 0 and leaves no process and no endpoints.json behind', async () => {
    const { child, ended } = start('--port', '0');
    while (!existsSync(join(data, 'endpoints.json')) && child.exitCode === null) await pause(50);
    expect((await processesLeft()).join('\n')).toContain('dynoxide');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(await noProcessLeft()).toEqual([]);
    expect(existsSync(join(data, 'endpoints.json'))).toBe(false);
  });

  test.each([
    ['home', 0],
    ['aws', 1],
    ['web', 2],
    ['api', 3],
  ])('a port of %s that is taken stops it with a sentence that names the port', async (_name, offset) => {
    const home = await fourFreePorts();
    const port = home + offset;
    const taken = await listen(port);
    const { code, said } = await start('--port', String(home)).ended;
    taken.close();
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`heed did not start: .*${port}`));
    expect(said).not.toMatch(/\n\s+at /);
    expect(await noProcessLeft()).toEqual([]);
  });

  test('a flag that nobody knows stops it with a sentence', async () => {
    expect(await start('--fast').ended).toMatchObject({ code: 1, said: expect.stringContaining('--fast') });
  });

  test('a second run on the same data is told whose it is; on the data of a killed run it goes on where that was', async () => {
    const first = await startLocalRun({ workspace, data });
    await happen(first, consentRecorded('ann'));
    await happen(first, cartAbandoned('ann'));
    const second = await start('--port', '0').ended;
    expect(second).toMatchObject({
      code: 1,
      said: expect.stringContaining(readFileSync(join(data, 'run.pid'), 'utf8')),
    });
    // On its way when the run dies: the event lies in its queue.
    await first.fault({
      function: 'decide',
      service: 'dynamodb',
      action: 'PutItem',
      times: 1000,
      error: 'InternalServerError',
    });
    await first.putEvents(cartAbandoned('ann', 'later'));
    const before = await first.now();
    const links = (await profileOf(first, 'ann')).links;
    await first.kill();
    expect(await noProcessLeft()).toEqual([]);
    const again = await startLocalRun({ workspace, data });
    try {
      expect(Date.parse(await again.now())).toBeGreaterThanOrEqual(Date.parse(before));
      await again.advance('P1D');
      expect(await mailsOf(again, 'ann')).toHaveLength(2);
      // Links of mails that are out work on; their origin is another port here.
      const path = new URL(links.unsubscribe['offers'] ?? '').pathname;
      expect((await fetch(`${again.endpoints.web}${path}`)).status).toBe(200);
      expect((await again.control('GET', '/denied')).body).toEqual([]);
    } finally {
      await again.stop();
    }
    expect(await noProcessLeft()).toEqual([]);
  });
});
