import { compilePattern, matches } from '../../shared/pattern/pattern.ts';

/** Compiles a pattern that the test knows to be valid, and asks it of a value. */
export function asks(source: unknown, value: unknown): boolean {
  const compiled = compilePattern(source);
  if (!compiled.ok) throw new Error(`refused: ${JSON.stringify(compiled.problems)}`);
  return matches(compiled.pattern, value);
}

/** The fields of the problems of a pattern that the test knows to be invalid. */
export function problemFields(source: unknown): string[] {
  const compiled = compilePattern(source);
  return compiled.ok ? [] : compiled.problems.map((problem) => problem.field);
}
