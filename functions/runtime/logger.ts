import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';

/** Structured log of a function: ids, routes and states only, never an address, a token or a payload (P-57). */
export const logger = new Logger();

/** Middleware: every line carries the invocation's id; keys added during one invocation end with it. */
export const withLogger = injectLambdaContext(logger, { resetKeys: true });

/** Errors of ours: their messages name things and ids. Those of others quote what they choked on, and that may be an address. */
const OURS: ReadonlySet<string> = new Set([
  'RetryableError',
  'ConflictError',
  'RowTooLargeError',
  'UnreadableRowError',
]);
const FRAMES = 8;
const FRAME = /^\s+at (?:.*:\d+:\d+\)?|.*\((?:<anonymous>|native)\))$/;
const ADDRESS = /[^\s@/\\"'<>()]+(?:@|%40)[^\s@/\\"'<>()]+/gi;

/** An error as the log may hold it. */
export interface LoggedError {
  readonly name: string;
  readonly message?: string;
  readonly at: readonly string[];
  /** What it came from: of a table that did not answer, the name of its answer. */
  readonly cause?: string;
}

/** The class of an error; anything else that stands in its place may be a value. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return /^[A-Za-z][A-Za-z0-9_.]{0,63}$/.test(error.name) ? error.name : 'Error';
}

/** A text of ours, in which an id may turn out to be an address all the same. */
export function withoutAddresses(text: string): string {
  return text.replaceAll(ADDRESS, '(address)');
}

/** An error for the log: its name, where it came from and, where the error is ours, its message; never a value (P-57). */
export function withoutValues(error: unknown): LoggedError {
  const name = nameOf(error);
  if (!(error instanceof Error)) return { name, at: [] };
  const frames = (error.stack ?? '').split('\n').filter((line) => FRAME.test(line) && withoutAddresses(line) === line);
  return {
    name,
    ...(OURS.has(name) ? { message: withoutAddresses(error.message) } : {}),
    at: frames.slice(0, FRAMES).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: nameOf(error.cause) }),
  };
}
