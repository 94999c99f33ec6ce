import type { Leaf } from './leaf.ts';
import type { Formula } from './parse.ts';

/** EventBridge refuses patterns of more combinations: the lengths of all `$or`s, multiplied. */
export const MOST_COMBINATIONS = 1_000;

/** What must hold together, in the order of the paths: array consistency depends on that order. */
export type Combination = readonly Leaf[];

/** The number of combinations as EventBridge counts them. */
export function countCombinations(formula: Formula): number {
  if (formula.kind === 'leaf') return 1;
  const parts = formula.kind === 'and' ? formula.parts : formula.branches;
  return parts.reduce((product, part) => product * countCombinations(part), formula.kind === 'or' ? parts.length : 1);
}

/**
 * The combinations of which one must hold. Each is written in the order of the pattern, and a path that is written
 * twice keeps what was written last: so does AWS, inside and outside of `$or` alike.
 */
export function combinationsOf(formula: Formula): Combination[] {
  return expand(formula, [new Map()]).map((leaves) =>
    [...leaves.values()].sort((one, other) => (one.path < other.path ? -1 : 1)),
  );
}

function expand(formula: Formula, before: Map<string, Leaf>[]): Map<string, Leaf>[] {
  if (formula.kind === 'and') return formula.parts.reduce((so, part) => expand(part, so), before);
  if (formula.kind === 'or') {
    return formula.branches.flatMap((branch) =>
      expand(
        branch,
        before.map((leaves) => new Map(leaves)),
      ),
    );
  }
  for (const leaves of before) leaves.set(formula.leaf.path, formula.leaf);
  return before;
}
