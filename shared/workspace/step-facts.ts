import { isObject, type Json } from '../kernel/json.ts';

/** Every way down a block to its conditions, with dots between the names. */
function waysIn(value: Json, way: readonly string[]): string[] {
  if (!isObject(value)) return way.length > 1 ? [way.join('.')] : [];
  return Object.entries(value).flatMap(([name, below]) =>
    name === '$or' && Array.isArray(below) ? below.flatMap((each) => waysIn(each, way)) : waysIn(below, [...way, name]),
  );
}

const LIQUID = /steps\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)/g;

/**
 * The paths below `steps.` that a part of a campaign reads: in its conditions, as blocks named `steps`, and in texts such as
 * those of `emit`. What nobody reads is not kept on a person's row.
 */
export function stepFactsIn(part: Json | undefined): string[] {
  return [...new Set(pathsIn(part))].sort();
}

function pathsIn(part: Json | undefined): string[] {
  if (typeof part === 'string') return [...part.matchAll(LIQUID)].map((match) => match[1] as string);
  if (Array.isArray(part)) return part.flatMap(pathsIn);
  if (!isObject(part)) return [];
  return Object.entries(part).flatMap(([name, below]) =>
    name === 'steps' && isObject(below) ? waysIn(below, []) : pathsIn(below),
  );
}
