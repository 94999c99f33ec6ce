import * as z from 'zod';

/** What a variable of the environment may hold. */
export const setting = {
  /** Of a table, a bus, a key, a configuration set. */
  name: z.string().min(1),
  /** Of a queue. */
  url: z.url(),
  /** Where links begin, without a trailing slash. */
  origin: z.url().transform((text) => text.replace(/\/$/, '')),
  /** Recipients as SES's policies name them, separated by commas; absent: everybody, empty: nobody. */
  recipients: z
    .string()
    .transform((text) => text.split(','))
    .optional(),
};

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
