import type { Command } from 'commander';

/** One word of the command line. Adding one: a file in `verbs/`, its test, a line in its registry. */
export interface Verb {
  readonly name: string;
  /** Adds arguments, options and the example to the command, and what it does. */
  configure(command: Command): void;
}

/** 0: done and fine. 1: done, and the answer is no: findings, refused, not found. 2: not done: wrong usage, or nothing answered. */
export type ExitCode = 0 | 1 | 2;

/** Told to the person in plain words, never as a stack. */
export class CliError extends Error {
  override name = 'CliError';
  readonly exitCode: ExitCode;
  /** What `--json` prints: the API's own problem where there is one. */
  readonly answer: unknown;
  constructor(exitCode: ExitCode, message: string, answer: unknown = { detail: message }) {
    super(message);
    this.exitCode = exitCode;
    this.answer = answer;
  }
}
