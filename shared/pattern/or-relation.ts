import { isObject } from '../kernel/json.ts';

export const OR = '$or';

/** Names that AWS keeps for match types, present and future; an object with one of them is no branch of a choice. */
const RESERVED = new Set(
  (
    'exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr html = < <= > >= regex not-wildcard ' +
    'not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range ' +
    'ip-address-in-range ip-address-not-in-range'
  ).split(' '),
);

/**
 * Whether every `$or` of a pattern is a choice: an array of two or more objects without reserved names.
 * True as well where there is none. Looks at shapes only: what is wrong inside a branch is told by the parser.
 */
export function isOrRelation(source: Readonly<Record<string, unknown>>): boolean {
  const pending: { object: Readonly<Record<string, unknown>>; inside: boolean }[] = [{ object: source, inside: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { object, inside } = next;
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (key === OR) {
        if (!Array.isArray(value) || value.length < 2 || !value.every(isObject)) return false;
        pending.push(...value.map((branch) => ({ object: branch, inside: true })));
      } else if (inside && RESERVED.has(key)) return false;
      else if (isObject(value)) pending.push({ object: value, inside });
    }
  }
  return true;
}
