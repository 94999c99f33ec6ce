import type * as z from 'zod';

/**
 * A function's settings, read once at cold start from its environment. Throws with the names of all variables that are
 * missing or wrong, never with their values.
 */
export function settings<S extends z.ZodType>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<S> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new Error(`the environment of this function is incomplete: ${findings.join('; ')}`);
}
