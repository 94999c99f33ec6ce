/** How long the parts of a start took, for `HEED_PHASES=1` and the bench. */
export interface Phases {
  mark(name: string): void;
  /** `synth 0.9 s, engines 0.2 s, …`, total last. */
  report(): string;
}

export function phases(): Phases {
  // The process's own start counts: loading the runner is part of what somebody waits for.
  let last = 0;
  const parts: string[] = [];
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  return {
    mark(name) {
      const now = performance.now();
      parts.push(`${name} ${seconds(now - last)}`);
      last = now;
    },
    report: () => `${parts.join(', ')}; ready after ${seconds(performance.now())}`,
  };
}
