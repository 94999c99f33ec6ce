import { isObject } from '../../shared/kernel/json.ts';
/** Reads members of resolved properties; what CloudFormation lets be left out comes back empty, what must be there throws. */
export function object(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

/** A list of objects, or the one object that CloudFormation accepts in its place. */
export function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(object);
}

/** A list of texts, or the one text in its place. */
export function texts(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

export function text(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`the template should hold a text, not ${JSON.stringify(value)}`);
  return value;
}

/** A text that may be left out. */
export function textOr(value: unknown, otherwise: string): string {
  return value === undefined ? otherwise : text(value);
}

export function number(value: unknown, otherwise: number): number {
  return value === undefined ? otherwise : Number(value);
}

/** CloudFormation writes booleans as booleans or as texts. */
export function flag(value: unknown): boolean {
  return value === true || value === 'true';
}
