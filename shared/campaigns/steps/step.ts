import type { Instant } from '../../kernel/instants.ts';
import type { Json } from '../../kernel/json.ts';
import type { Step } from '../../workspace/campaign-definition.ts';
import type { Campaign } from '../../workspace/workspace.ts';
import type { Facts } from '../paths.ts';

/** What a step asks the person's room to do. */
export type Instruction =
  | { readonly do: 'wait'; readonly until: Instant }
  /** Wait for something to happen, until then at most. */
  | { readonly do: 'listen'; readonly until: Instant }
  | { readonly do: 'send'; readonly template: string; readonly replyTo: string | null }
  | { readonly do: 'notify' }
  | { readonly do: 'withdraw'; readonly topics: readonly string[] }
  | { readonly do: 'set'; readonly traits: { readonly [name: string]: Json } }
  | { readonly do: 'emit'; readonly event: string; readonly properties: { readonly [name: string]: Json } }
  | { readonly do: 'go'; readonly to: number }
  | { readonly do: 'exit'; readonly because: 'exit-step' | 'trigger-void' };

/** What a step may look at. */
export interface StepView {
  readonly campaign: Campaign;
  /** Of the step in its campaign. */
  readonly position: number;
  readonly profileId: string;
  readonly facts: Facts;
  /** The person's zone, or the settings' where it is unknown (P-94). */
  readonly zone: string;
  readonly locale: string;
}

/** One kind of step; what another one takes is listed in CONTRIBUTING.md. */
export interface StepKind<S extends Step> {
  /** Begins the step at the moment that was due, which may lie before now: a late sweep shifts nothing. */
  begin(step: S, reachedAt: Instant, view: StepView): Instruction;
}
