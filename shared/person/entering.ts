import { type Enrollment, enrollmentIdOf } from '../campaigns/enrollment.ts';
import { decideEntry, withEntry } from '../campaigns/entry.ts';
import { derivedId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instants.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Because } from '../messages/because.ts';
import type { Entrance } from '../workspace/workspace.ts';
import { heardBefore } from './awaited.ts';
import { tellDecision } from './decision-log.ts';
import type { Draft } from './draft.ts';
import { endingOf, eventHash } from './endings.ts';
import { factsOf } from './facts.ts';
import { openGoal, reachGoal } from './goals.ts';
import { beginEnrollment, exitEnrollment, exitsWhereItHolds } from './runs.ts';
import { boundedTrace } from './trace.ts';
import { walk } from './walk.ts';

/** What may start a run: an event, a silence, a date that came near, a broadcast. */
export interface Start {
  readonly eventId: string;
  readonly key: string | null;
  readonly type: string;
  readonly occurredAt: Instant;
  readonly properties: JsonObject;
  /** The moment that was due; of an event, now. */
  readonly reachedAt: Instant;
  readonly depth?: number | undefined;
}

function tellRefusal(draft: Draft, { campaign }: Entrance, enrollmentId: string, because: Because): void {
  const line = { gate: because.reason, verdict: 'skip', facts: { ...because } } as const;
  tellDecision(draft, {
    id: derivedId('not-entered', enrollmentId),
    verdict: 'not-entered',
    because,
    campaign: campaign.id,
    enrollmentId,
    topic: campaign.topic ?? null,
    class: campaign.class,
    trace: boundedTrace([line]),
  });
}

/** Says why a run that was due does not start, where the person's own facts are not to blame. */
export function refuseEntry(draft: Draft, entrance: Entrance, start: Start, because: Because): void {
  tellRefusal(draft, entrance, enrollmentIdOf(entrance.campaign.id, start.key, start.eventId), because);
}

/**
 * Lets a person enter a campaign, or says why not: trigger, `where`, `audience`, reentry (design 5). Permission is asked at
 * sends. True where a run began.
 */
export function enter(draft: Draft, entrance: Entrance, start: Start): boolean {
  const { person, workspace, now } = draft;
  const { campaign } = entrance;
  const facts = factsOf(person, workspace, now, start, null);
  const verdict = decideEntry(entrance, { ...start, facts }, person, workspace.settings.timeZone, now);
  if (verdict.entry === 'none') return false;
  const { enrollmentId } = verdict;
  if (verdict.entry === 'refused') {
    tellRefusal(draft, entrance, enrollmentId, verdict.because);
    return false;
  }
  draft.person = { ...person, entries: withEntry(person.entries, campaign, verdict.key, now) };
  const { type, occurredAt, properties, depth } = start;
  const begun: Enrollment = {
    enrollmentId,
    campaign: campaign.id,
    pin: campaign.hash,
    key: verdict.key,
    startedAt: now,
    event: { type, occurredAt },
    properties,
    position: 0,
    dueAt: null,
    ...(depth === undefined ? {} : { depth }),
  };
  const cause = eventHash(start.eventId);
  const heard = heardBefore(person, campaign, begun, cause);
  const enrollment = heard.length === 0 ? begun : { ...begun, heard };
  beginEnrollment(draft, enrollment);
  // A silence begins with its last event, the run with its end.
  openGoal(draft, campaign, enrollment, entrance.trigger.kind === 'inactivity' ? start.reachedAt : occurredAt);
  takeEarlier(draft, enrollment, cause);
  if (isStanding(draft, enrollment) && !exitsWhereItHolds(draft, enrollment)) walk(draft, enrollment, start.reachedAt);
  return true;
}

/** What ends the run, or is its goal, may have arrived before what starts it: then it does so now, as in the other order. */
function takeEarlier(draft: Draft, enrollment: Enrollment, cause: string): void {
  const goal = endingOf(draft.person, enrollment, cause, 'goal');
  if (goal) reachGoal(draft, enrollment.enrollmentId, goal);
  const exit = endingOf(draft.person, enrollment, cause, 'exit');
  if (exit && isStanding(draft, enrollment)) exitEnrollment(draft, enrollment, { reason: 'exited', by: exit.by });
}

function isStanding({ person }: Draft, { enrollmentId }: Enrollment): boolean {
  return person.enrollments.some((each) => each.enrollmentId === enrollmentId);
}
