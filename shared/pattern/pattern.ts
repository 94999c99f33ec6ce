import type { Problem } from '../kernel/errors.ts';
import { isObject } from '../kernel/json.ts';
import { holdsConsistently } from './array-consistency.ts';
import { type Combination, combinationsOf, countCombinations, MOST_COMBINATIONS } from './combinations.ts';
import { type Field, fieldsOf, type PathTree, pathTree } from './fields.ts';
import type { Leaf } from './leaf.ts';
import { type Formula, parseFormula } from './parse.ts';
import { plainVerdict } from './plain-verdict.ts';

/** A compiled event pattern: opaque, immutable, compiled once and matched often. */
export interface Pattern {
  readonly combinations: readonly Combination[];
  readonly tree: PathTree;
  readonly paths: readonly string[];
}

/**
 * Compiles an EventBridge event pattern, by AWS's rules of what is valid.
 * In: the pattern as parsed JSON. Out: the pattern, or every problem with its path in the pattern (`detail.state[0].prefix`).
 */
export function compilePattern(source: unknown): { ok: true; pattern: Pattern } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = [];
  const formula = parseFormula(source, (field, message) => problems.push({ field, message }));
  if (formula && countCombinations(formula) > MOST_COMBINATIONS) {
    problems.push({
      field: '',
      message: `The lengths of all $or, multiplied, exceed ${MOST_COMBINATIONS}: write fewer or shorter ones.`,
    });
  }
  if (!formula || problems.length > 0) return { ok: false, problems };
  const leaves = leavesOf(formula);
  const paths = [...new Set(leaves.map((leaf) => leaf.path))].sort();
  return { ok: true, pattern: { combinations: combinationsOf(formula), tree: pathTree(leaves), paths } };
}

/**
 * Whether an object matches, by AWS's semantics including array consistency. Only own properties are read, and a
 * missing or undefined one is absent; anything but an object matches nothing. Getters are fine: the object is never changed.
 */
export function matches(pattern: Pattern, value: unknown): boolean {
  if (!isObject(value)) return false;
  let fields: ReadonlyMap<string, readonly Field[]> | null = null;
  for (const combination of pattern.combinations) {
    const verdict = plainVerdict(combination, value);
    if (verdict === 'yes') return true;
    if (verdict === 'no') continue;
    fields ??= fieldsOf(pattern.tree, value);
    if (holdsConsistently(combination, fields)) return true;
  }
  return false;
}

/** Every path a pattern asks about, dotted, sorted, unique; those inside `$or` included. */
export function pathsOf(pattern: Pattern): string[] {
  return [...pattern.paths];
}

function leavesOf(formula: Formula): Leaf[] {
  if (formula.kind === 'leaf') return [formula.leaf];
  const parts = formula.kind === 'and' ? formula.parts : formula.branches;
  return parts.flatMap(leavesOf);
}
