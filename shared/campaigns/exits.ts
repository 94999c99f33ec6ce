import { matches } from '../pattern/pattern.ts';
import type { Campaign, LoadedExit } from '../workspace/workspace.ts';
import type { Enrollment } from './enrollment.ts';
import { type Facts, holdsKey } from './paths.ts';

/** What exit rules are held against, with the facts after it was applied. */
export interface Happening {
  /** Of the event; null where something else than an event changed the person. */
  readonly type: string | null;
  /** With the event's own `properties`: for rules that name it. */
  readonly facts: Facts;
  /** With the `properties` of the run's trigger: for `when`, which asks about the run and not about whatever came by. */
  readonly standing: Facts;
}

/** Of a run, what rules are held against. */
type Keyed = Pick<Enrollment, 'key'>;

function isEndedBy(rule: LoadedExit, enrollment: Keyed, happening: Happening): boolean {
  if (rule.kind === 'when') return rule.pattern !== null && matches(rule.pattern, happening.standing);
  if (rule.event !== happening.type) return false;
  // An ending event for another key (another cart) ends nothing here; one without a key there says nothing about this one.
  if (rule.sameKey !== undefined && !holdsKey(happening.facts, rule.sameKey, enrollment.key)) return false;
  return rule.pattern === null || matches(rule.pattern, happening.facts);
}

/** The exit rule of its campaign that ends this run now, or null. */
export function endingRule(campaign: Campaign, enrollment: Keyed, happening: Happening): LoadedExit | null {
  return campaign.exits.find((rule) => isEndedBy(rule, enrollment, happening)) ?? null;
}
