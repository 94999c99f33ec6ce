import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';

/** Structured log of a function: ids, routes and states only, never an address, a token or a payload (P-57). */
export const logger = new Logger();

/** Middleware: every line carries the invocation's id; keys added during one invocation end with it. */
export const withLogger = injectLambdaContext(logger, { resetKeys: true });

/**
 * An error for the log: its name and where it came from. The message stays out unless the error is ours, because those of
 * others quote what they choked on, and that may be an address.
 */
export function withoutValues(error: unknown): {
  readonly name: string;
  readonly message?: string;
  readonly at: readonly string[];
} {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const ours = error.name === 'RetryableError' || error.name === 'ConflictError' || error.name === 'RowTooLargeError';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(ours ? { message: error.message } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}
