import { setTimeout as pause } from 'node:timers/promises';
import { isTransactionConflict } from './failures.dynamodb.ts';

/** Pauses before further attempts, in ms; a transaction takes some 10 ms, so half a second is plenty for a hot counter. */
const PAUSES = [10, 30, 80, 160, 300];

/** Runs a transaction, and again with growing, scattered pauses while it only met another one on the same item. */
export async function withContention<T>(transaction: () => Promise<T>): Promise<T> {
  for (const limit of PAUSES) {
    try {
      return await transaction();
    } catch (error) {
      if (!isTransactionConflict(error)) throw error;
      await pause(Math.random() * limit);
    }
  }
  return transaction();
}
