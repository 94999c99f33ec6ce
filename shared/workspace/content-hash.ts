import { createHash } from 'node:crypto';

/** JSON with the keys of every object in order, so that equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** The address of a definition in the store: SHA-256 of its canonical JSON, 43 letters of base64url. */
export function definitionHash(value: unknown): string {
  return hash(canonicalJson(value));
}

/** The address of a whole workspace: the same files make no new release. */
export function filesHash(files: Readonly<Record<string, string>>): string {
  return hash(canonicalJson(files));
}
