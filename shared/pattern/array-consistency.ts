import type { Combination } from './combinations.ts';
import type { Element, Field } from './fields.ts';

/** Which element was chosen in each array so far. */
type Chosen = ReadonlyMap<number, number>;

const NONE: readonly Field[] = [];

/**
 * Whether a combination holds with fields that agree: no two of them from different elements of the same array.
 * The paths are asked in their order, and a path is absent when no field of it agrees with what was chosen before it;
 * both as event-ruler does it, so {"list": {"a": [1], "b": [{"exists": false}]}} asks for an element with a but without b.
 */
export function holdsConsistently(combination: Combination, fields: ReadonlyMap<string, readonly Field[]>): boolean {
  const asked = combination.map((leaf) => {
    const found = fields.get(leaf.path) ?? NONE;
    return { leaf, found, passing: found.filter((field) => leaf.test(field.value)) };
  });
  if (asked.some(({ leaf, passing }) => passing.length === 0 && !leaf.absent)) return false;
  const later = arraysFrom(asked.map(({ found }) => found));
  const failed = new Set<string>();

  function holdsFrom(at: number, chosen: Chosen): boolean {
    const step = asked[at];
    if (!step) return true;
    // Independent arrays would multiply: what failed once for the choices that still matter fails again.
    const state = stateOf(at, chosen, later[at] as ReadonlySet<number>);
    if (failed.has(state)) return false;
    for (const field of step.passing) {
      const extended = extend(chosen, field.element);
      if (extended && holdsFrom(at + 1, extended)) return true;
    }
    const isAbsent = step.leaf.absent && step.found.every((field) => extend(chosen, field.element) === null);
    if (isAbsent && holdsFrom(at + 1, chosen)) return true;
    failed.add(state);
    return false;
  }
  return holdsFrom(0, new Map());
}

/** For each step the arrays that its fields, or those of later steps, lie in. */
function arraysFrom(found: readonly (readonly Field[])[]): ReadonlySet<number>[] {
  const sets: ReadonlySet<number>[] = [];
  let known = new Set<number>();
  for (const fields of found.toReversed()) {
    known = new Set(known);
    for (const { element } of fields) for (let each = element; each; each = each.outer) known.add(each.array);
    sets.unshift(known);
  }
  return sets;
}

function stateOf(at: number, chosen: Chosen, relevant: ReadonlySet<number>): string {
  let state = `${at}`;
  const arrays = [...chosen.keys()].filter((array) => relevant.has(array)).sort((one, other) => one - other);
  for (const array of arrays) state += `,${array}:${chosen.get(array)}`;
  return state;
}

/** The choices together with those of a field; null when they disagree. */
function extend(chosen: Chosen, element: Element | null): Chosen | null {
  if (element === null) return chosen;
  const extended = new Map(chosen);
  for (let each: Element | null = element; each; each = each.outer) {
    const index = extended.get(each.array);
    if (index !== undefined && index !== each.index) return null;
    extended.set(each.array, each.index);
  }
  return extended;
}
