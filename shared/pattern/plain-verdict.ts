import { isObject } from '../kernel/json.ts';
import type { Combination } from './combinations.ts';
import { isScalar, type Leaf } from './leaf.ts';

/** `unsure`: an array of objects or a key with dots stands in the way, and the fields have to be collected. */
export type Verdict = 'yes' | 'no' | 'unsure';

/** The verdict of the common case, events without arrays of objects: one walk a path, nothing allocated. */
export function plainVerdict(combination: Combination, root: object): Verdict {
  let verdict: Verdict = 'yes';
  for (const leaf of combination) {
    const one = leafVerdict(leaf, root);
    // A refusal by a field outside of arrays stands whatever is chosen in them.
    if (one === 'no') return 'no';
    if (one === 'unsure') verdict = 'unsure';
  }
  return verdict;
}

function leafVerdict(leaf: Leaf, root: object): Verdict {
  const { segments, dottedKeys } = leaf;
  if (!dottedKeys) return 'unsure';
  let value: unknown = root;
  for (let depth = 0; depth < segments.length; depth++) {
    if (Array.isArray(value) && value.length > 0) return 'unsure';
    if (!isObject(value)) return absentVerdict(leaf);
    for (const key of dottedKeys[depth] as readonly string[]) if (Object.hasOwn(value, key)) return 'unsure';
    const segment = segments[depth] as string;
    if (!Object.hasOwn(value, segment)) return absentVerdict(leaf);
    value = value[segment];
  }
  if (Array.isArray(value)) return listVerdict(leaf, value);
  if (!isScalar(value)) return absentVerdict(leaf);
  return leaf.test(value) ? 'yes' : 'no';
}

function listVerdict(leaf: Leaf, values: readonly unknown[]): Verdict {
  let isPresent = false;
  let passes = false;
  for (const value of values) {
    if (Array.isArray(value)) return 'unsure';
    if (!isScalar(value)) continue;
    isPresent = true;
    passes ||= leaf.test(value);
  }
  if (!isPresent) return absentVerdict(leaf);
  return passes ? 'yes' : 'no';
}

function absentVerdict(leaf: Leaf): Verdict {
  return leaf.absent ? 'yes' : 'no';
}
