import { isObject } from '../kernel/json.ts';
import { type Alternative, isScalar, type Leaf, type Report, type Scalar, type ValueTest } from './leaf.ts';
import { parseAddress, sameAddress } from './operators/addresses.ts';
import { operators } from './operators/registry.ts';
import { findTooComplex } from './operators/wildcard-complexity.ts';

/** Above this depth the keys with dots are looked up by reading an object's own keys, since their number grows by the square. */
const LISTED_DEPTH = 8;

/** Reads the list of a field (`["a", {"prefix": "b"}]`); null when anything in it was refused. */
export function readLeaf(path: string, at: string, list: readonly unknown[], report: Report): Leaf | null {
  if (list.length === 0) {
    report(at, 'An empty array matches nothing: list at least one value, or remove the field.');
    return null;
  }
  const read = list.map((item, index) => readAlternative(item, `${at}[${index}]`, report));
  const alternatives = read.filter((alternative) => alternative !== null);
  if (findTooComplex(alternatives)) {
    report(at, 'The wildcards of this field are too complex for EventBridge: use fewer `*`, or `prefix` and `suffix`.');
    return null;
  }
  if (alternatives.length < list.length) return null;
  const segments = path.split('.');
  return {
    path,
    segments,
    dottedKeys: segments.length <= LISTED_DEPTH ? segments.map((_, depth) => dottedKeysAt(segments, depth)) : null,
    test: anyOf(alternatives),
    absent: alternatives.some((alternative) => alternative.asks === 'absence'),
  };
}

function dottedKeysAt(segments: readonly string[], depth: number): string[] {
  return segments.slice(depth + 1).map((_, index) => segments.slice(depth, depth + index + 2).join('.'));
}

function readAlternative(item: unknown, at: string, report: Report): Alternative | null {
  if (isScalar(item)) {
    if (typeof item !== 'number' || Number.isFinite(item)) return { asks: 'literal', value: item };
    report(at, 'Not a number that JSON can hold: write a finite number.');
    return null;
  }
  if (isObject(item)) return readMatchExpression(item, at, report);
  report(
    at,
    'A value to match is a string, a number, true, false, null or a match such as {"prefix": "a"}; arrays do not nest.',
  );
  return null;
}

function readMatchExpression(item: Readonly<Record<string, unknown>>, at: string, report: Report): Alternative | null {
  const names = Object.keys(item);
  if (names.length === 0) report(at, 'An empty match: name a match type, such as {"prefix": "a"}.');
  if (names.length > 1)
    report(at, `One match type only; write ${names.length} objects, one for each of ${names.join(', ')}.`);
  let last: Alternative | null = null;
  for (const name of names) {
    const operator = operators.get(name);
    if (operator) last = operator(item[name], `${at}.${name}`, report);
    else report(`${at}.${name}`, `Unknown match type "${name}": use one of ${[...operators.keys()].join(', ')}.`);
  }
  return names.length === 1 ? last : null;
}

function anyOf(alternatives: readonly Alternative[]): ValueTest {
  const literals = alternatives.flatMap((each) => (each.asks === 'literal' ? [each.value] : []));
  const tests = alternatives.flatMap((each) => (each.asks === 'value' ? [each.test] : []));
  tests.push(...literals.flatMap(addressTest));
  if (literals.length > 0) tests.unshift(literalTest(literals));
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (value) => {
    for (const test of tests) if (test(value)) return true;
    return false;
  };
}

function literalTest(literals: readonly Scalar[]): ValueTest {
  const [only] = literals;
  if (literals.length === 1) return (value) => value === only;
  const set = new Set(literals);
  return (value) => set.has(value);
}

/** AWS compares a text that is an IP address as the address: `::1` finds `0:0:0:0:0:0:0:1`. */
function addressTest(literal: Scalar): ValueTest[] {
  const address = typeof literal === 'string' ? parseAddress(literal) : null;
  if (!address) return [];
  return [(value) => typeof value === 'string' && sameAddress(parseAddress(value), address)];
}
