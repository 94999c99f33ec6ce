/** What the doctor says of one thing. `fault`: mail will be refused or lost. `unknown`: nobody answered. */
export interface Check {
  readonly check: string;
  readonly verdict: 'fine' | 'warning' | 'fault' | 'unknown';
  readonly words: string;
}

const marks = { fine: 'fine', warning: 'WARN', fault: 'FAULT', unknown: '?' } as const;

/** Lines for people. */
export function checkLines(checks: readonly Check[]): string[] {
  const worst = checks.filter(({ verdict }) => verdict === 'fault').length;
  const lines = checks.map(({ check, verdict, words }) => `${marks[verdict].padEnd(5)}  ${check.padEnd(14)} ${words}`);
  return [
    ...lines,
    '',
    worst === 0 ? 'no faults were found' : `faults: ${worst}; docs/runbook.md says how to mend them`,
  ];
}
