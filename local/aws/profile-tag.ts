const ESCAPES: Readonly<Record<string, string>> = { __: '_', _d: '.', _c: ':' };

/**
 * The profile id in the tag `profileId`: SES tags take [A-Za-z0-9_-] only, so `_`, `.` and `:` travel as `__`, `_d`, `_c`.
 * Null for a missing tag.
 */
export function decodeProfileTag(tag: string | undefined): string | null {
  return tag === undefined ? null : tag.replace(/__|_d|_c/g, (pair) => ESCAPES[pair] ?? pair);
}
