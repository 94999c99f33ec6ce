import type { Ending, Enrollment, OpenGoal } from '../campaigns/enrollment.ts';
import { type Facts, holdsKey } from '../campaigns/paths.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import { groupWithoutMails } from '../messages/gates/holdout.ts';
import { matches } from '../pattern/pattern.ts';
import type { Campaign } from '../workspace/workspace.ts';
import { tellDecision } from './decision-log.ts';
import type { Draft } from './draft.ts';
import { numberAt } from './endings.ts';
import type { CustomerEvent } from './input.ts';
import { exitEnrollment } from './runs.ts';

/** From now on the run may reach its campaign's goal, also after its own end, as long as `within` says from `since` on. */
export function openGoal(
  draft: Draft,
  { goal, id }: Campaign,
  { enrollmentId, key }: Enrollment,
  since: Instant,
): void {
  if (!goal) return;
  const { person, now } = draft;
  const goals = person.goals.filter((each) => each.until > now);
  draft.person = {
    ...person,
    goals: [...goals, { campaign: id, enrollmentId, key, since, until: since + goal.within }],
  };
}

/** The goal of a run is reached: told once, with mails or without, so that both sides compare. */
export function reachGoal(
  draft: Draft,
  enrollmentId: string,
  { by, value, occurredAt }: Pick<Ending, 'by' | 'value' | 'occurredAt'>,
): void {
  const { person, workspace } = draft;
  const open = person.goals.find((each) => each.enrollmentId === enrollmentId);
  const campaign = open && workspace.campaigns.get(open.campaign);
  if (!open || !campaign || occurredAt < open.since || occurredAt > open.until) return;
  draft.person = { ...person, goals: person.goals.filter((each) => each !== open) };
  const because = {
    reason: 'goal',
    by,
    holdout: groupWithoutMails({ campaign, controlGroup: workspace.settings.controlGroup }, person.profileId) !== null,
    ...(value === undefined ? {} : { value }),
  } as const;
  tellDecision(draft, {
    id: derivedId('goal', enrollmentId),
    verdict: 'goal',
    because,
    campaign: campaign.id,
    enrollmentId,
    topic: campaign.topic ?? null,
    class: campaign.class,
  });
  const running = draft.person.enrollments.find((each) => each.enrollmentId === enrollmentId);
  if (campaign.goal?.exit && running) exitEnrollment(draft, running, { reason: 'goal', by });
}

function isReachedBy(campaign: Campaign, open: OpenGoal, event: CustomerEvent, facts: Facts): boolean {
  const { goal, goalPattern } = campaign;
  if (goal?.event !== event.type) return false;
  if (goal.sameKey !== undefined && !holdsKey(facts, goal.sameKey, open.key)) return false;
  return goalPattern === null || matches(goalPattern, facts);
}

/** Every open goal that an event reaches. The active definition says what the goal is: a goal mended later counts from then on. */
export function takeGoals(draft: Draft, event: CustomerEvent, facts: () => Facts): void {
  for (const open of draft.person.goals) {
    const campaign = draft.workspace.campaigns.get(open.campaign);
    if (campaign?.goal?.event !== event.type || !isReachedBy(campaign, open, event, facts())) continue;
    const value = numberAt(facts(), campaign.goal.value);
    const { occurredAt } = event;
    reachGoal(draft, open.enrollmentId, { by: event.type, occurredAt, ...(value === null ? {} : { value }) });
  }
}
