import { ConflictError, RetryableError } from '../../shared/kernel/errors.ts';
import { logger, nameOf, withoutAddresses, withoutValues } from './logger.ts';

/** What names the thing that failed: ids of ours, of queues and of profiles; one that is an address is not told. */
export type Ids = Readonly<Record<string, string | readonly string[] | undefined>>;

function toldIds(ids: Ids): Ids {
  const told = (id: Ids[string]) => (typeof id === 'string' ? withoutAddresses(id) : id?.map(withoutAddresses));
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, told(id)]));
}

/** Whether another try may mend it: a lost race, or a dependency that did not answer. Whatever else is thrown is a bug. */
export function isPassing(error: unknown): boolean {
  return error instanceof ConflictError || error instanceof RetryableError;
}

/** A line of the log about something that failed: a warning where it mends itself, else an error, for which the runbook has filters. */
export function tellFailure(what: string, ids: Ids, error: unknown): void {
  logger[isPassing(error) ? 'warn' : 'error'](what, { ...toldIds(ids), error: withoutValues(error) });
}

/**
 * The outermost of every handler. Lambda prints name, message and stack of what a handler throws, and those of others quote what
 * they choked on (P-57): so the log has a line without values, and what is thrown is an error of ours that holds a name only.
 */
export function withoutWords<Given extends readonly unknown[], Answer>(
  what: string,
  handle: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return async (...given) => {
    try {
      return await handle(...given);
    } catch (error) {
      tellFailure(what, {}, error);
      const failure = new Error(`${what}; the log of this invocation tells where`);
      failure.name = nameOf(error);
      failure.stack = `${failure.name}: ${failure.message}`;
      throw failure;
    }
  };
}
