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

/** The text of the one value at a path, as a key: null where there is none or it is no single scalar. */
export function keyAt(facts: Facts, path: string): string | null {
  const values = valuesAt(facts, path);
  const [value] = values;
  if (values.length !== 1 || (typeof value !== 'string' && typeof value !== 'number')) return null;
  return String(value);
}
