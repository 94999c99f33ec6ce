import type { ReadyRow, RefusedLine } from './ready-row.ts';

/** What became of the rows so far; kept in the checkpoint. */
export interface Tally {
  readonly rows: number;
  readonly granted: number;
  readonly withdrawn: number;
  readonly facts: number;
  readonly events: number;
  readonly refused: number;
  readonly reasons: Readonly<Record<string, number>>;
}

export const nothingYet: Tally = { rows: 0, granted: 0, withdrawn: 0, facts: 0, events: 0, refused: 0, reasons: {} };

const COUNTERS = { granted: 'granted', withdrawn: 'withdrawn', facts: 'facts', event: 'events' } as const;

export function tallied(tally: Tally, taken: readonly ReadyRow[], refused: readonly RefusedLine[]): Tally {
  const counted = { ...tally, reasons: { ...tally.reasons } };
  for (const { kind } of taken) counted[COUNTERS[kind]] += 1;
  for (const { reason } of refused) counted.reasons[reason] = (counted.reasons[reason] ?? 0) + 1;
  return { ...counted, rows: tally.rows + taken.length + refused.length, refused: tally.refused + refused.length };
}

export function acceptedOf(tally: Tally): number {
  return tally.granted + tally.withdrawn + tally.facts + tally.events;
}
