import { setTimeout as pause } from 'node:timers/promises';
import { retryConflicts } from '../kernel/retry-conflicts.ts';
import { isTransactionConflict } from './failures.dynamodb.ts';

/** Pauses before further attempts, in ms; a transaction takes some 10 ms, so half a second is plenty for a hot counter. */
const PAUSES = [10, 30, 80, 160, 300];

/** Runs a transaction, and again with growing, scattered pauses while it only met another one on the same item. */
export function withContention<T>(transaction: () => Promise<T>): Promise<T> {
  return retryConflicts(transaction, {
    times: PAUSES.length + 1,
    isPassing: isTransactionConflict,
    pause: (tried) => pause(Math.random() * (PAUSES[tried - 1] ?? 0)),
  });
}
