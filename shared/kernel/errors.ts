/** Somebody else committed first: reload and decide again (three times, then the queue). */
export class ConflictError extends Error {
  override name = 'ConflictError';
}

/** A dependency did not answer as it should; nothing is wrong with the input. The queue tries again, a page answers 503. */
export class RetryableError extends Error {
  override name = 'RetryableError';
}

/** What is wrong with an input, by field: the words of a 400, of a `rejected` record, of a CLI line. Never holds the value. */
export interface Problem {
  /** Where, as a path such as `properties.topics[0]`; empty for the whole. */
  readonly field: string;
  /** What is wrong and what to write instead, in plain words. */
  readonly message: string;
}
