/**
 * `npm test`: the checks side by side, then every suite in turn, cheapest first, and one line at the end that counts the tests.
 * A part that fails does not stop the others: one run tells everything that is wrong.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const checks = ['types', 'lint', 'architecture'] as const;
const suites = ['unit', 'laws', 'contracts', 'infra', 'flows', 'browser'] as const;

interface Counted {
  readonly passed: number;
  readonly failed: number;
}

function run(part: string, args: readonly string[], stdio: 'inherit' | 'pipe') {
  const child = spawn('npm', ['run', '--silent', `test:${part}`, '--', ...args], {
    stdio: ['inherit', stdio, stdio],
  });
  const said: Buffer[] = [];
  for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise<{ readonly fine: boolean; readonly said: Buffer }>((resolve) => {
    child.once('error', () => resolve({ fine: false, said: Buffer.concat(said) }));
    child.once('close', (code) => resolve({ fine: code === 0, said: Buffer.concat(said) }));
  });
}

const title = (part: string) => process.stdout.write(`\n── ${part} ──\n`);

/** A check counts as one test; what it says is told whole, when it is over. */
async function check(part: string): Promise<Counted> {
  const { fine, said } = await run(part, [], 'pipe');
  title(part);
  process.stdout.write(said);
  return fine ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** What vitest counted; a suite that broke before it could count is one failure, and so is one in which nothing ran. */
async function suite(part: string, folder: string): Promise<Counted> {
  title(part);
  const report = join(folder, `${part}.json`);
  const args = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { fine } = await run(part, args, 'inherit');
  try {
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed, failed: failed + (failed === 0 && (!fine || passed === 0) ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const folder = mkdtempSync(join(tmpdir(), 'heed-test-'));
const results = await Promise.all(checks.map(check));
for (const part of suites) results.push(await suite(part, folder));
rmSync(folder, { recursive: true });
const passed = results.reduce((sum, each) => sum + each.passed, 0);
const failed = results.reduce((sum, each) => sum + each.failed, 0);
process.stdout.write(`\nTests: ${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
