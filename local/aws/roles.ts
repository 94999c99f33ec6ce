/** One IAM statement of a function's role, intrinsics resolved, `Action` and `Resource` as arrays. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  /** operator -> context key -> values, as in the policy document. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | boolean | readonly (string | boolean)[]>>>>;
}

/** A call that a function's role does not allow, as GET /denied lists it. `at` is ISO text. */
export interface Denial {
  readonly function: string;
  readonly action: string;
  readonly resource: string;
  readonly at: string;
}
