import { inParallel } from './in-parallel.ts';

/** One that failed, with what it threw. */
export interface Failed<T> {
  readonly item: T;
  readonly error: unknown;
}

/** Runs `work` over the items, at most `width` at once: one that fails harms no other. Gives those that failed; never rejects. */
export async function eachForItself<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<readonly Failed<T>[]> {
  const failed: Failed<T>[] = [];
  await inParallel(items, width, async (item) => {
    try {
      await work(item);
    } catch (error) {
      failed.push({ item, error });
    }
  });
  return failed;
}
