import { fieldPath } from '../shared/events/envelope.ts';
import type { Problem } from '../shared/kernel/errors.ts';

/** Deeper than any event means; what contains itself ends here too. */
const DEEPEST = 32;

/** Names are told as they are only where they look like names: a map may be keyed by something personal (P-57). */
const NAME = /^[A-Za-z_][\w-]{0,63}$/;

function wrong(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'is no number that JSON can hold';
  if (typeof value === 'bigint') return 'is a bigint: give a number, or text';
  return ['string', 'boolean', 'undefined'].includes(typeof value) ? null : `is a ${typeof value}: give data only`;
}

/**
 * The first thing in `value` that JSON would lose or refuse, null where there is none. `JSON.stringify` alone turns NaN into
 * null and leaves functions out without a word. What has a `toJSON` (a Date) speaks for itself.
 */
export function jsonProblem(value: unknown, path: readonly PropertyKey[] = []): Problem | null {
  if (value === null) return null;
  if (typeof value !== 'object') {
    const message = wrong(value);
    return message === null ? null : { field: fieldPath(path), message };
  }
  if (path.length > DEEPEST) return { field: fieldPath(path.slice(0, 2)), message: `is nested over ${DEEPEST} deep` };
  if ('toJSON' in value) return null;
  for (const [name, item] of Object.entries(value)) {
    const part = Array.isArray(value) ? Number(name) : NAME.test(name) ? name : '*';
    const found = jsonProblem(item, [...path, part]);
    if (found) return found;
  }
  return null;
}
