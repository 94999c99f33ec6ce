import type { Json, JsonObject } from '../../shared/kernel/json.ts';

/** `InputTransformer` of a rule's target. */
export interface InputTransformer {
  readonly paths: Readonly<Record<string, string>>;
  readonly template: string;
}

/**
 * Fills a template as EventBridge does: inside quotes a string goes in bare (escaped), anything else as its JSON text; outside
 * quotes every value goes in as JSON. A path that finds nothing gives an empty string. The result is not checked to be JSON.
 */
export function transformInput({ paths, template }: InputTransformer, event: JsonObject): string {
  let quoted = false;
  return template.replace(/\\.|"|<([A-Za-z0-9_.-]+)>/gs, (token, name: string | undefined) => {
    if (token === '"') quoted = !quoted;
    if (name === undefined || paths[name] === undefined) return token;
    return placed(valueAt(event, paths[name]), quoted);
  });
}

function placed(value: Json | undefined, quoted: boolean): string {
  if (!quoted) return JSON.stringify(value ?? (value === null ? null : ''));
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

const STEP = /\.([A-Za-z0-9_/:$-]+)|\.\*|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]|\[\*\]/y;

/** EventBridge's part of JSONPath: `$.a.b`, `['a']`, `[0]`, `[*]`. Throws on anything else: a rule with it would not deploy. */
export function valueAt(event: Json, path: string): Json | undefined {
  const steps = stepsOf(path);
  let values: readonly Json[] = [event];
  for (const step of steps) values = values.flatMap((value) => children(value, step));
  return steps.includes('*') ? (values.length > 0 ? values : undefined) : values[0];
}

function stepsOf(path: string): readonly (string | number)[] {
  if (!path.startsWith('$')) throw new Error(`the input path ${path} does not start with $`);
  const steps: (string | number)[] = [];
  let position = 1;
  while (position < path.length) {
    STEP.lastIndex = position;
    const [whole, dotted, single, double, index] = STEP.exec(path) ?? [];
    if (whole === undefined)
      throw new Error(`the input path ${path} is not one that EventBridge takes, from ${path.slice(position)}`);
    steps.push(index === undefined ? (dotted ?? single ?? double ?? '*') : Number(index));
    position += whole.length;
  }
  return steps;
}

function children(value: Json, step: string | number): readonly Json[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === '*') return Array.isArray(value) ? value : Object.values(value);
  if (Array.isArray(value)) return typeof step === 'number' && step < value.length ? [value[step]] : [];
  const found = typeof step === 'string' && Object.hasOwn(value, step) ? (value as JsonObject)[step] : undefined;
  return found === undefined ? [] : [found];
}
