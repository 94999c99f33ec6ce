import { isObject } from '../kernel/json.ts';
import { readLeaf } from './alternatives.ts';
import type { Leaf, Report } from './leaf.ts';
import { operators } from './operators/registry.ts';
import { isOrRelation, OR } from './or-relation.ts';

/** A pattern as written: fields that must all match, and `$or`s of which one branch must. */
export type Formula =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'and'; readonly parts: readonly Formula[] }
  | { readonly kind: 'or'; readonly branches: readonly Formula[] };

/** The nesting at which AWS's JSON reader gives up. */
const DEEPEST = 1_000;

interface Place {
  /** Path of the event's field, dotted; null at the root. */
  readonly path: string | null;
  /** Path in the pattern, for problems. */
  readonly at: string;
  readonly depth: number;
}

/** Reads a pattern; null when something was refused, with every problem reported. */
export function parseFormula(source: unknown, report: Report): Formula | null {
  if (!isObject(source)) {
    report('', 'A pattern is an object whose keys are fields, such as {"source": ["shop"]}.');
    return null;
  }
  return new Reader(report, isOrRelation(source)).object(source, { path: null, at: '', depth: 1 });
}

class Reader {
  readonly #report: Report;
  /** AWS reads `$or` as a relation everywhere in a pattern, or, if one of them cannot be one, everywhere as a plain key. */
  readonly #orIsRelation: boolean;

  constructor(report: Report, orIsRelation: boolean) {
    this.#report = report;
    this.#orIsRelation = orIsRelation;
  }

  object(source: Readonly<Record<string, unknown>>, place: Place): Formula | null {
    if (place.depth > DEEPEST)
      return this.#refuse(place.at, `Nested deeper than ${DEEPEST} levels: flatten the pattern.`);
    const keys = Object.keys(source);
    if (keys.length === 0) return this.#refuse(place.at, 'An empty object asks nothing: name a field, or remove it.');
    const parts = keys.map((key) => this.#field(key, source[key], place));
    return parts.every((part) => part !== null) ? { kind: 'and', parts } : null;
  }

  #field(key: string, value: unknown, { path, at: outer, depth }: Place): Formula | null {
    const at = outer === '' ? key : `${outer}.${key}`;
    if (key === OR && this.#orIsRelation) return this.#or(value as readonly unknown[], { path, at, depth });
    const inner = path === null ? key : `${path}.${key}`;
    if (isObject(value)) return this.object(value, { path: inner, at, depth: depth + 1 });
    if (!Array.isArray(value))
      return this.#refuse(at, 'Write the values of a field as an array, such as ["a"], or nest an object.');
    if (key === OR && !value.every(looksLikeValue)) return this.#refuse(at, NO_RELATION);
    const leaf = readLeaf(inner, at, value, this.#report);
    return leaf && { kind: 'leaf', leaf };
  }

  #or(branches: readonly unknown[], { path, at, depth }: Place): Formula | null {
    const read = branches.map((branch, index) =>
      this.object(branch as Record<string, unknown>, { path, at: `${at}[${index}]`, depth: depth + 1 }),
    );
    return read.every((branch) => branch !== null) ? { kind: 'or', branches: read } : null;
  }

  #refuse(at: string, message: string): null {
    this.#report(at, message);
    return null;
  }
}

const NO_RELATION =
  '`$or` takes an array of two or more objects whose keys are fields; match types such as prefix are no field names in it. ' +
  'If one `$or` of a pattern is not such an array, none of them is read as a choice.';

function looksLikeValue(item: unknown): boolean {
  return !isObject(item) || Object.keys(item).every((name) => operators.has(name));
}
