/**
 * `npm test`: every part in turn, cheapest first, and one line at the end that counts the tests.
 * A part that fails does not stop the others: one run tells everything that is wrong.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const checks = ['types', 'lint', 'architecture'] as const;
const suites = ['unit', 'laws', 'contracts', 'infra', 'flows', 'browser'] as const;

interface Counted {
  readonly passed: number;
  readonly failed: number;
}

function run(part: string, args: readonly string[] = []): boolean {
  process.stdout.write(`\n── ${part} ──\n`);
  const { status } = spawnSync('npm', ['run', '--silent', `test:${part}`, '--', ...args], { stdio: 'inherit' });
  return status === 0;
}

/** A check counts as one test. */
function check(part: string): Counted {
  return run(part) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** What vitest counted; a suite that broke before it could count is one failure, and so is one in which nothing ran. */
function suite(part: string, folder: string): Counted {
  const report = join(folder, `${part}.json`);
  const fine = run(part, ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]);
  try {
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed, failed: failed + (failed === 0 && (!fine || passed === 0) ? 1 : 0) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const folder = mkdtempSync(join(tmpdir(), 'heed-test-'));
const results = [...checks.map(check), ...suites.map((part) => suite(part, folder))];
rmSync(folder, { recursive: true });
const passed = results.reduce((sum, each) => sum + each.passed, 0);
const failed = results.reduce((sum, each) => sum + each.failed, 0);
process.stdout.write(`\nTests: ${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
