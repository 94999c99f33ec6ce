import type { Json } from '../kernel/json.ts';

/** The names that conditions, keys and templates see: `profile`, `properties`, `event`, `events`, `consents`, `enrollment`, … */
export type Facts = Readonly<Record<string, unknown>>;

function step(values: readonly unknown[], name: string): readonly unknown[] {
  return values.flatMap((value) => {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return [];
    const found = (value as Record<string, unknown>)[name];
    return Array.isArray(found) ? found : [found];
  });
}

/** Every value at a dotted path; a path through a list means any of its elements. */
export function valuesAt(facts: Facts, path: string): readonly Json[] {
  return path.split('.').reduce(step, [facts] as readonly unknown[]) as readonly Json[];
}

function isKey(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** The text of the one value at a path, as a key: null where there is none or it is no single scalar. */
export function keyAt(facts: Facts, path: string): string | null {
  const values = valuesAt(facts, path);
  const [value] = values;
  return values.length === 1 && value !== undefined && isKey(value) ? String(value) : null;
}

/** Every key at a path, each once: an order names as many as it has items. */
export function keysAt(facts: Facts, path: string): readonly string[] {
  return [...new Set(valuesAt(facts, path).filter(isKey).map(String))];
}

/** `sameKey`: true where the path holds this key, through a list any of its items; of a run without a key, where it holds none. */
export function holdsKey(facts: Facts, path: string, key: string | null): boolean {
  const keys = keysAt(facts, path);
  return key === null ? keys.length === 0 : keys.includes(key);
}
