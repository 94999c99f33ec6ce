import type { JsonObject } from '../../shared/kernel/json.ts';

/** An error that AWS would answer; `name` is the code that the SDK turns into an exception class. */
export class AwsError extends Error {
  readonly status: number;
  /** Further members of the error's shape, such as CancellationReasons. */
  readonly members: JsonObject;

  constructor(name: string, status: number, message: string, members: JsonObject = {}) {
    super(message);
    this.name = name;
    this.status = status;
    this.members = members;
  }
}
