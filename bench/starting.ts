import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { median } from './measure.ts';
import { figure, type Part, type Row } from './row.ts';

const ROOT = join(import.meta.dirname, '..');
const BUDGET_S = 6;
const TIMES = 3;

interface Start {
  /** s from the call of npm until the run says that it is ready. */
  readonly seconds: number;
  /** What HEED_PHASES=1 prints. */
  readonly phases: string;
}

/** `npm start` on an empty store with samples: the first time after an installation, and later. */
export async function starting(): Promise<Part> {
  const folder = await mkdtemp(join(tmpdir(), 'heed-start-'));
  try {
    // A copy with a node_modules of its own has nothing bundled and synthesized yet.
    const copy = await copyOfRepository(join(folder, 'copy'));
    const first = await start(copy, join(folder, 'first'));
    const later: Start[] = [];
    for (let n = 0; n < TIMES; n += 1) later.push(await start(copy, join(folder, `later-${n}`)));
    const middle = median(later.map(({ seconds }) => seconds));
    return {
      rows: [
        row('`npm start` to ready, the first after an installation', first.seconds),
        row(`… later, on an empty store, median of ${TIMES}`, middle),
      ],
      details: `Phases of the first start: ${first.phases}.\n\nOf a later one: ${later.at(-1)?.phases}.`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function row(what: string, seconds: number): Row {
  return { what, measured: `${figure(seconds)} s`, budget: `<= ${BUDGET_S} s`, met: seconds <= BUDGET_S };
}

async function copyOfRepository(copy: string): Promise<string> {
  await mkdir(join(copy, 'node_modules'), { recursive: true });
  for (const part of [
    'infra',
    'shared',
    'functions',
    'local',
    'workspace',
    'package.json',
    'package-lock.json',
    'cdk.json',
  ])
    await cp(join(ROOT, part), join(copy, part), { recursive: true });
  for (const entry of await readdir(join(ROOT, 'node_modules'))) {
    if (entry === '.cache') continue;
    await symlink(join(ROOT, 'node_modules', entry), join(copy, 'node_modules', entry));
  }
  return copy;
}

async function start(root: string, data: string): Promise<Start> {
  const from = performance.now();
  const child = spawn('npm', ['start', '--', '--port', '0', '--data', data], {
    cwd: root,
    env: { ...process.env, HEED_PHASES: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm and the run behind it are one group, which the signal below is for.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let printed = '';
  const phases = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      printed += chunk.toString('utf8');
      const line = /^.*ready after .*$/m.exec(printed)?.[0];
      if (line !== undefined) resolve(line);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`heed did not start:\n${printed}`)));
  });
  const seconds = (performance.now() - from) / 1_000;
  process.kill(-(child.pid as number), 'SIGTERM');
  await ended;
  return { seconds, phases };
}
