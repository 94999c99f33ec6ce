import { type Command, CommanderError } from 'commander';
import { print } from './print.ts';
import { CliError, type ExitCode } from './verb.ts';

/** Runs one command line and gives its exit code. A fault of ours throws on: its stack is what one needs then. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<ExitCode> {
  try {
    await program.parseAsync([...argv]);
    return exitCodeSoFar();
  } catch (error) {
    if (error instanceof CliError) {
      if (argv.includes('--json')) print(true, error.answer, []);
      console.error(`heed: ${error.message}`);
      return error.exitCode;
    }
    // Commander has written its words already: help asked for is fine, anything else is wrong usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function exitCodeSoFar(): ExitCode {
  return process.exitCode === 1 ? 1 : 0;
}
