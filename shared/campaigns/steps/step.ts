import type { Instant } from '../../kernel/instants.ts';
import type { Step } from '../../workspace/definitions.ts';

/** What a step asks the person's room to do. */
export type Instruction =
  | { readonly do: 'wait'; readonly until: Instant }
  | { readonly do: 'send'; readonly template: string; readonly replyTo: string | null }
  | { readonly do: 'withdraw'; readonly topics: readonly string[] };

/** One kind of step. Adding one: a file here, its test, a line in `steps.ts`. */
export interface StepKind<S extends Step> {
  /** Begins the step at the moment that was due, which may lie before now: a late sweep shifts nothing. */
  begin(step: S, reachedAt: Instant): Instruction;
}
