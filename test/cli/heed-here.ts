import { vi } from 'vitest';
import { heedProgram } from '../../cli/program.ts';
import { runProgram } from '../../cli/run-program.ts';
import type { Ended } from './heed-command.ts';

/**
 * Runs the command line within the test's own process, one at a time: a hundred times faster than a process each, for tests of
 * what a verb says. What a shell sees of it is tested by `heed-command.ts`.
 */
export async function heedHere(args: readonly string[]): Promise<Ended> {
  const told = { out: '', err: '' };
  const written = (to: keyof typeof told) => (chunk: string | Uint8Array) => {
    told[to] += String(chunk);
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(written('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(written('err')),
    vi.spyOn(console, 'error').mockImplementation((line: unknown) => written('err')(`${String(line)}\n`)),
  ];
  try {
    return { code: await runProgram(heedProgram(), ['node', 'heed', ...args]), ...told };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}
