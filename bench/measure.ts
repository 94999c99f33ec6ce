import process from 'node:process';

/** ms of CPU that the main thread used so far; what else runs on the machine does not count. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** ms of CPU that the process used so far, garbage collection on other threads included; child processes are not. */
function processMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** How often a second `work` runs on one core: after a warm-up, over at least `ms` of CPU. `n` counts the calls. */
export function perSecond(work: (n: number) => void, ms = 800): number {
  let n = 0;
  const run = (until: number): number => {
    const from = threadMs();
    let done = 0;
    let used = 0;
    while (used < until) {
      for (let each = 0; each < 200; each += 1) work(n++);
      done += 200;
      used = threadMs() - from;
    }
    return (done / used) * 1_000;
  };
  run(ms);
  return run(ms);
}

/** ms of this process's CPU that `work` takes, divided by `parts`. */
export async function cpuMsEach(parts: number, work: () => Promise<void>): Promise<number> {
  const from = processMs();
  await work();
  return (processMs() - from) / parts;
}

/** The middle one; `at` 0.95 gives that quantile. Throws on nothing. */
export function median(values: readonly number[], at = 0.5): number {
  const value = values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * at))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
