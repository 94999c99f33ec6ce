import type { Json } from '../../shared/kernel/json.ts';

/** A row as the file has it. `row` counts rows from 1, `line` is where it begins in the file. */
export interface RawRow {
  readonly row: number;
  readonly line: number;
  readonly values: Readonly<Record<string, Json>>;
}

/** A row that is none: it is reported, and those around it go through. */
export interface BrokenRow {
  readonly row: number;
  readonly line: number;
  readonly problem: string;
}

export function isBroken(row: RawRow | BrokenRow): row is BrokenRow {
  return 'problem' in row;
}
