/**
 * `npm run bench`: measures what the budgets speak of and writes bench/RESULTS.md. Nothing is asserted: a machine that does other
 * work meanwhile gives other numbers, and says so by its load.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { figure, type Part, type Row, table } from './row.ts';

const ROOT = join(import.meta.dirname, '..');

/** Each is loaded when its turn comes: what one part compiles and keeps is no burden to those before it. */
const PARTS: Readonly<Record<string, () => Promise<Part>>> = {
  deciding: async () => (await import('./deciding.ts')).deciding(),
  'row codec': async () => (await import('./row-codec.ts')).rowCodec(),
  handlers: async () => (await import('./handlers.ts')).handlers(),
  'sign-up times': async () => (await import('./sign-up-times.ts')).signUpTimes(),
  imports: async () => (await import('./imports.ts')).imports(),
  live: async () => (await import('./live.ts')).live(),
  validating: async () => (await import('./validating.ts')).validating(),
  starting: async () => (await import('./starting.ts')).starting(),
  growth: async () => (await import('./growth.ts')).growth(),
  backtest: async () => (await import('./backtest.ts')).backtest(),
};

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
}

function load(): string {
  return loadavg().map(figure).join(', ');
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model ?? 'unknown'}, ${figure(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}`;
}

function lineOf({ what, measured, budget, met }: Row): string[] {
  return [what, measured, budget ?? '', met === undefined ? '' : met ? 'met' : '**not met**'];
}

function text(rows: readonly Row[], details: readonly string[], about: readonly (readonly string[])[]): string {
  return `# Results of \`npm run bench\`

${table(['', ''], about)}

CPU is counted by the process or thread that works, so that what else the machine does disturbs it less; everything else is wall time.
Ratios are of numbers of the same run. Numbers are measured, never asserted.

${table(['what', 'measured', 'budget', ''], rows.map(lineOf))}

${details.join('\n\n')}
`;
}

const begun = { at: performance.now(), load: load() };
const rows: Row[] = [];
const details: string[] = [];
for (const [name, measure] of Object.entries(PARTS)) {
  console.error(`measuring: ${name}`);
  const part = await measure();
  rows.push(...part.rows);
  if (part.details) details.push(part.details);
}
const isClean = git('status', '--porcelain', '--', 'shared', 'functions', 'local', 'infra', 'package-lock.json') === '';
const about = [
  ['machine', machine()],
  ['date', new Date().toISOString().slice(0, 16)],
  ['Node', process.versions.node],
  ['commit', `${git('rev-parse', '--short', 'HEAD')}${isClean ? '' : ', with changes'}`],
  ['load average before', begun.load],
  ['load average after', `${load()} (the bench itself is one to two of it)`],
  ['took', `${figure((performance.now() - begun.at) / 1_000)} s`],
];
const results = text(rows, details, about);
writeFileSync(join(ROOT, 'bench', 'RESULTS.md'), results);
console.log(results);
