import { type Broadcast, broadcastsOf, isBroadcast, nextBroadcast } from '../campaigns/schedule.ts';
import type { Instant } from '../kernel/instants.ts';
import type { CampaignDefinition } from '../workspace/campaign-definition.ts';
import type { Release } from '../workspace/workspace.ts';

/** What the calendar asks of the active release, kept in one row: a tick of the sweep reads it and mostly nothing else. */
export interface Plan {
  /** Counts the writes: who writes must have read the one before. */
  readonly turn: number;
  readonly release: number;
  /** Broadcasts up to here are started, or were too old. */
  readonly through: Instant;
  /** When the next one is due; null where none is to come. */
  readonly dueAt: Instant | null;
  /** Of active and paused campaigns with a schedule: since when it stands as it is. Causes before publication start nothing. */
  readonly since: Readonly<Record<string, Standing>>;
  /** Of active campaigns with `existing-too`: the definition that everybody was armed for. */
  readonly armed: Readonly<Record<string, string>>;
}

interface Standing {
  readonly schedule: string;
  readonly since: Instant;
}

export const noPlan: Plan = { turn: 0, release: 0, through: 0, dueAt: null, since: {}, armed: {} };

export interface PlanStore {
  /** Strongly consistent; `noPlan` before the first. Rejects with RetryableError. */
  load(): Promise<Plan>;
  /** Replaces the plan before it. Rejects with ConflictError where somebody else did. */
  save(plan: Plan): Promise<void>;
}

/** What must be done before the plan is stored; each bears repetition. */
interface TakenUp {
  readonly plan: Plan;
  readonly broadcasts: readonly Broadcast[];
  /** Those that came while their campaign was paused. */
  readonly skipped: readonly Broadcast[];
  /** Campaigns that everybody is to be armed for. */
  readonly arm: readonly string[];
}

function activeIn({ content }: Release): readonly CampaignDefinition[] {
  return content.campaigns.filter((each) => each.status === 'active');
}

function plannedIn({ content }: Release): readonly CampaignDefinition[] {
  return content.campaigns.filter(
    (each) => isBroadcast(each) && (each.status === 'active' || each.status === 'paused'),
  );
}

function armsExisting({ triggers }: CampaignDefinition): boolean {
  return triggers.some(({ kind, enroll }) => enroll === 'existing-too' && (kind === 'date' || kind === 'inactivity'));
}

/**
 * A schedule that stands unchanged keeps its beginning, so that a release in the very minute of a broadcast loses nothing. A
 * release that is newer than the plan's begins when it was published; an older one was activated again, just now.
 */
function standings(plan: Plan, release: Release, now: Instant): Plan['since'] {
  const zone = release.content.settings.timeZone;
  const begun = release.number > plan.release ? release.publishedAt : now;
  return Object.fromEntries(
    plannedIn(release).map(({ id, triggers, starts, ends, status }) => {
      // A pause begins and ends at its publication: what came within it is not made up for.
      const paused = status === 'paused' ? [status] : [];
      const of = triggers.filter((each) => each.kind === 'schedule');
      const schedule = JSON.stringify([of, starts, ends, zone, ...paused]);
      const known = plan.since[id];
      return [id, known?.schedule === schedule ? known : { schedule, since: begun }];
    }),
  );
}

/** True while a tick has nothing to do. */
export function isUpToDate(plan: Plan, release: number, now: Instant): boolean {
  return plan.release === release && (plan.dueAt === null || plan.dueAt > now);
}

/** Brings the plan up to the active release and to `now`. Pure: the same plan, release and moment give the same work. */
export function takeUp(plan: Plan, release: Release, now: Instant): TakenUp {
  const { timeZone: zone, permission } = release.content.settings;
  const since = plan.release === release.number ? plan.since : standings(plan, release, now);
  // A campaign that is new to the plan may have been due before the last look, yet not before its publication.
  const from = (id: string) => Math.max(now - permission.catchUpWithin, (since[id]?.since ?? now) - 1);
  const planned = plannedIn(release).filter((each) => since[each.id] !== undefined);
  const seen = (id: string) => (plan.since[id]?.schedule === since[id]?.schedule ? plan.through : 0);
  const due = (status: CampaignDefinition['status']) =>
    planned
      .filter((each) => each.status === status)
      .flatMap((each) => broadcastsOf(each, zone, Math.max(from(each.id), seen(each.id)), now));
  const next = planned.flatMap((each) => nextBroadcast(each, zone, now) ?? []);
  const existing = activeIn(release).filter(armsExisting);
  const armed = Object.fromEntries(existing.map(({ id }) => [id, release.hashes[id] ?? '']));
  return {
    plan: {
      turn: plan.turn + 1,
      release: release.number,
      through: now,
      dueAt: next.length === 0 ? null : Math.min(...next),
      since,
      armed,
    },
    broadcasts: due('active'),
    skipped: due('paused'),
    arm: Object.keys(armed).filter((id) => armed[id] !== plan.armed[id]),
  };
}
