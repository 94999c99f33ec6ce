import type { CampaignDefinition, ExitRule, Step, WaitForStep } from './campaign-definition.ts';
import { leadsOf } from './campaign-steps.ts';

/** A `waitFor` that listens to an event. */
export interface AwaitedEvent {
  readonly step: WaitForStep & { readonly event: string };
  /** Its position. */
  readonly at: number;
  /** The positions that lead to it. */
  readonly from: ReadonlySet<number>;
}

/**
 * Every `waitFor` that listens to an event, in the order of the steps; but those whose event ends the run wherever it stands, since
 * no run comes to them after it.
 */
export function awaitedEvents({ steps, exit }: Pick<CampaignDefinition, 'steps' | 'exit'>): readonly AwaitedEvent[] {
  return steps.flatMap((step, at) =>
    isForEvent(step) && !exit.some((rule) => covers(rule, step)) ? [{ step, at, from: leadingTo(at, steps) }] : [],
  );
}

function covers(rule: ExitRule, { event, sameKey }: AwaitedEvent['step']): boolean {
  if (rule.kind !== 'event' || rule.event !== event || rule.where !== undefined) return false;
  return rule.sameKey === undefined || rule.sameKey === sameKey;
}

function isForEvent(step: Step): step is AwaitedEvent['step'] {
  return step.type === 'waitFor' && step.event !== undefined;
}

/** Steps lead on to later ones only, so that one look from the end finds every way. */
function leadingTo(target: number, steps: readonly Step[]): ReadonlySet<number> {
  const leading = new Set<number>();
  for (let position = target - 1; position >= 0; position -= 1) {
    const leads = leadsOf(steps[position] as Step, position);
    if (leads.some((each) => each === target || leading.has(each))) leading.add(position);
  }
  return leading;
}
