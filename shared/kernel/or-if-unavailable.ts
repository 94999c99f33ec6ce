import { RetryableError } from './errors.ts';

/** What `work` gives; where a dependency did not answer (RetryableError), what `otherwise` gives. Rejects with all other errors. */
export async function orIfUnavailable<T>(work: () => Promise<T>, otherwise: () => T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RetryableError) return otherwise();
    throw error;
  }
}
