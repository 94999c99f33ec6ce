import type { Ending, Enrollment, Heard } from '../campaigns/enrollment.ts';
import { type Facts, holdsKey, keysAt } from '../campaigns/paths.ts';
import { matches } from '../pattern/pattern.ts';
import type { AwaitedEvent } from '../workspace/awaited-events.ts';
import type { WaitForStep } from '../workspace/campaign-definition.ts';
import type { Campaign } from '../workspace/workspace.ts';
import type { Draft } from './draft.ts';
import { boundedEndings, byOccurrence, eventHash, isRemembered } from './endings.ts';
import type { CustomerEvent } from './input.ts';
import type { Person } from './person.ts';
import { eventResult, readOf, smallResults, withResults } from './results.ts';
import { putEnrollment } from './runs.ts';

/** Of one run, whatever its steps wait for. */
const HEARD_AT_MOST = 16;

/*
 * What a `waitFor` is for may be told before the run comes to it, or before what begins the run. It counts where it happened
 * since the beginning (docs/decisions/0031-awaited-events.md).
 */

/** Asked of the event alone: nothing of the run but its key, so that it can be asked before the run begins. */
export function fits(campaign: Campaign, { at }: Pick<AwaitedEvent, 'at'>, facts: () => Facts): boolean {
  const pattern = campaign.stepPatterns.get(String(at));
  return pattern === undefined || matches(pattern, facts());
}

/** True where the event happened since the run began, and is about its key where the step asks for that. */
export function concerns(enrollment: Enrollment, step: WaitForStep, event: CustomerEvent, facts: () => Facts): boolean {
  if (event.occurredAt < enrollment.event.occurredAt) return false;
  return step.sameKey === undefined || holdsKey(facts(), step.sameKey, enrollment.key);
}

type Kept = Pick<Heard, 'steps' | 'results'>;

function keptOf(campaign: Campaign, steps: readonly AwaitedEvent[], event: CustomerEvent): Kept {
  const ids = steps.map(({ step }) => step.id);
  if (!campaign.remembered) return { steps: ids };
  const result = { event: eventResult(event), outcome: 'happened' };
  const results = smallResults(Object.assign({}, ...ids.map((id) => readOf(campaign, id, result))));
  return Object.keys(results).length === 0 ? { steps: ids } : { steps: ids, results };
}

const isForSame = (steps: readonly string[]) => (each: Pick<Heard, 'steps'>) => each.steps.join() === steps.join();

/** Of events that fit the same steps no more are of use than there are steps: the first ones are kept. */
function bounded(heard: readonly Heard[]): readonly Heard[] {
  const inOrder = heard.toSorted(byOccurrence);
  const ofUse = inOrder.filter(
    (each, index) => inOrder.slice(0, index).filter(isForSame(each.steps)).length < each.steps.length,
  );
  return ofUse.slice(0, HEARD_AT_MOST);
}

/** A run keeps an event that a `waitFor` still ahead of it waits for. */
export function keepForLater(
  draft: Draft,
  enrollment: Enrollment,
  campaign: Campaign,
  event: CustomerEvent,
  facts: () => Facts,
): void {
  const ahead = (campaign.awaits.get(event.type) ?? []).filter(
    (each) =>
      each.from.has(enrollment.position) &&
      concerns(enrollment, each.step, event, facts) &&
      fits(campaign, each, facts),
  );
  const hash = eventHash(event.eventId);
  const { heard = [] } = enrollment;
  if (ahead.length === 0 || heard.some((each) => each.event === hash)) return;
  const { occurredAt } = event;
  const more = bounded([...heard, { event: hash, occurredAt, ...keptOf(campaign, ahead, event) }]);
  // One more than there are steps for changes nothing, and costs no write.
  if (more.some((each) => each.event === hash)) putEnrollment(draft, { ...enrollment, heard: more });
}

/** The run that comes to a `waitFor` whose event came before, with that event used up; null where none did. */
export function withEarlier(enrollment: Enrollment, step: WaitForStep): Enrollment | null {
  const { heard = [], ...run } = enrollment;
  const earlier = heard.find((each) => each.steps.includes(step.id));
  if (!earlier) return null;
  const results = Object.entries(earlier.results ?? {}).filter(([path]) => path.startsWith(`${step.id}.`));
  const left = heard.filter((each) => each !== earlier);
  return withResults(left.length > 0 ? { ...run, heard: left } : run, Object.fromEntries(results));
}

/** Remembers an event that runs of active campaigns wait for: the one that starts them may still be under way. */
export function rememberAwaited(draft: Draft, event: CustomerEvent, facts: () => Facts): void {
  for (const campaign of draft.workspace.awaitedBy.get(event.type) ?? []) {
    if (campaign.status !== 'active') continue;
    const fitting = (campaign.awaits.get(event.type) ?? []).filter((each) => fits(campaign, each, facts));
    const byKey = new Map<string | null, AwaitedEvent[]>();
    for (const each of fitting) {
      const { sameKey } = each.step;
      for (const key of sameKey === undefined ? [null] : keysAt(facts(), sameKey)) {
        byKey.set(key, [...(byKey.get(key) ?? []), each]);
      }
    }
    const { occurredAt, type: by } = event;
    const one = { campaign: campaign.id, what: 'wait', occurredAt, event: eventHash(event.eventId), by } as const;
    for (const [key, steps] of byKey) rememberOne(draft, { ...one, key, ...keptOf(campaign, steps, event) });
  }
}

/** The latest are kept: the run that they are for may begin behind the others. */
function rememberOne(draft: Draft, ending: Ending & Kept): void {
  const { person, now } = draft;
  if (!isRemembered(ending, now)) return;
  const { campaign, key, steps } = ending;
  const isOfThese = (each: Ending): each is Ending & Kept =>
    each.campaign === campaign &&
    each.key === key &&
    each.what === 'wait' &&
    isForSame(steps)({ steps: each.steps ?? [] });
  const held = person.endings.filter(isOfThese);
  if (held.some((each) => each.event === ending.event)) return;
  const latest = [...held, ending].toSorted(byOccurrence).slice(-steps.length);
  if (!latest.includes(ending)) return;
  const others = person.endings.filter((each) => !isOfThese(each) && isRemembered(each, now));
  const endings = boundedEndings([...others, ...latest]);
  // One that has no room among the later ones costs no write.
  if (endings.includes(ending)) draft.person = { ...person, endings };
}

/** What was told before a run began and happened since: its `waitFor` steps hear it as in the other order. `cause`: hash of its own event. */
export function heardBefore(person: Person, campaign: Campaign, run: Enrollment, cause: string): readonly Heard[] {
  const heard = new Map<string, Heard>();
  for (const { what, key, by, event, occurredAt, steps = [], results, ...ending } of person.endings) {
    if (what !== 'wait' || ending.campaign !== campaign.id || (key !== null && key !== run.key)) continue;
    if (event === cause || occurredAt < run.event.occurredAt) continue;
    // The campaign may have been changed since.
    const known = campaign.awaits.get(by)?.filter(({ step }) => steps.includes(step.id)) ?? [];
    if (known.length === 0) continue;
    const former = heard.get(event);
    const ids = [...(former?.steps ?? []), ...known.map(({ step }) => step.id)];
    const all = smallResults({ ...former?.results, ...results });
    const kept = Object.keys(all).length === 0 ? {} : { results: all };
    heard.set(event, { event, occurredAt, steps: ids, ...kept });
  }
  return bounded([...heard.values()]);
}
