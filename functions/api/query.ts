import type * as z from 'zod';
import { problemsOf } from '../../shared/events/envelope.ts';
import { fieldProblem, type ProblemAnswer } from './problem.ts';

export type Query<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly answer: ProblemAnswer<400> };

/** Reads a query by its schema, of a name that comes twice the first. Refuses with 400, the fields and `detail`. */
export function parseQuery<Schema extends z.ZodObject>(
  query: URLSearchParams,
  schema: Schema,
  detail: string,
): Query<z.output<Schema>> {
  const given = Object.keys(schema.shape).map((name) => [name, query.get(name) ?? undefined]);
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, answer: fieldProblem(400, detail, problemsOf(parsed.error)) };
}
