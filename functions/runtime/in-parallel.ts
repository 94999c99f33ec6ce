/** Runs `work` over the items, at most `width` at once; rejects with the first failure after the running ones have settled. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  const settled = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, worker));
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}
