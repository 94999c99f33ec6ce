/** What a field of an event can be; objects and arrays are places on the way to fields. */
export type Scalar = string | number | boolean | null;

/** Asks one present value; absence is asked apart, as `exists: false`. */
export type ValueTest = (value: Scalar) => boolean;

/** Tells a problem by the path in the pattern and words with the remedy. */
export type Report = (field: string, message: string) => void;

/** One alternative of a field's list, read: a test of a present value, or the question whether the field is absent. */
export type Alternative =
  | { readonly asks: 'literal'; readonly value: Scalar }
  | { readonly asks: 'value'; readonly test: ValueTest; readonly wildcards?: readonly string[] }
  | { readonly asks: 'absence' };

/** Reads the operand of one match type; null when it was refused, with every problem reported. */
export type ReadOperator = (operand: unknown, at: string, report: Report) => Alternative | null;

/** Everything a pattern asks of one path. */
export interface Leaf {
  /** Dotted. AWS joins keys by dots, so `{"a.b": …}` and `{"a": {"b": …}}` are one path. */
  readonly path: string;
  readonly segments: readonly string[];
  /** For each depth the keys with dots that could stand there; null where they are too many to list. */
  readonly dottedKeys: readonly (readonly string[])[] | null;
  readonly test: ValueTest;
  /** `exists: false` is among the alternatives. */
  readonly absent: boolean;
}

/** JSON knows no undefined, functions or symbols: such a property counts as absent. */
export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
