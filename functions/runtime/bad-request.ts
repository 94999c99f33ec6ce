import type { Problem } from '../../shared/kernel/errors.ts';

/** Thrown at input that no route could read; the runtime answers 400 with these problems. */
export class BadRequestError extends Error {
  override name = 'BadRequestError';
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(`the request cannot be read: ${problems.map((each) => each.field || 'body').join(', ')}`);
    this.problems = problems;
  }
}
