import { ConflictError, RetryableError } from '../kernel/errors.ts';

/** The row is not as the condition wants it. */
export function isConditionFailure(error: unknown): boolean {
  return nameOf(error) === 'ConditionalCheckFailedException';
}

/** Two transactions met on one item; nothing was written, and nothing is known of the condition. */
export function isTransactionConflict(error: unknown): boolean {
  return nameOf(error) === 'TransactionConflictException' || cancellationCodes(error).includes('TransactionConflict');
}

/** Of a cancelled transaction: what became of each item, in the order given; empty for any other error. */
export function cancellationCodes(error: unknown): readonly string[] {
  if (nameOf(error) !== 'TransactionCanceledException') return [];
  const { CancellationReasons, message } = error as Error & { CancellationReasons?: readonly { Code?: string }[] };
  if (CancellationReasons) return CancellationReasons.map((reason) => reason.Code ?? 'None');
  // `… please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]`
  return /\[([^\]]*)\]/.exec(message)?.[1]?.split(/,\s*/) ?? [];
}

export const CONDITION_FAILED = 'ConditionalCheckFailed';

/** Somebody was first. `what` names the thing and its id; SDK messages stay in `cause`. */
export function conflict(what: string, cause: unknown): ConflictError {
  return new ConflictError(`${what} was changed by somebody else`, { cause });
}

/** The table did not answer as it should. */
export function unavailable(what: string, cause: unknown): RetryableError {
  return new RetryableError(`${what}: DynamoDB answered ${nameOf(cause)}`, { cause });
}

/** Runs a call whose every failure is the table's fault. */
export async function orUnavailable<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw unavailable(what, error);
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'an unknown error';
}
