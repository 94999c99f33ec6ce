import type { Instant } from '../kernel/instants.ts';
import { retryConflicts } from '../kernel/retry-conflicts.ts';
import type { Release } from '../workspace/workspace.ts';
import { broadcastJobId, type CrowdJobs, type CrowdTask, newCrowdJob, nextOrders, skippedJob } from './crowd-job.ts';
import type { JobsQueue } from './jobs-queue.ts';
import { isUpToDate, type PlanStore, takeUp } from './plan.ts';

export interface PlanPorts {
  readonly plans: PlanStore;
  readonly releases: {
    active(): Promise<Release>;
    /** Which release is active, where that is told without reading all of it. */
    activeNumber?(): Promise<number>;
  };
  readonly crowds: CrowdJobs;
  readonly jobs: JobsQueue;
  readonly clock: () => Instant;
}

/**
 * Starts what the active release and the calendar ask for: broadcasts that are due, and the arming of everybody for campaigns
 * with `existing-too`. Whoever publishes calls it, and the sweep each minute, which mends what a crash left undone: the plan is
 * stored last, and a job that stands is not made again. Gives how many jobs it asked for. Rejects with RetryableError, or with
 * ConflictError where others were first three times.
 */
export function keepPlan(ports: PlanPorts): Promise<number> {
  return retryConflicts(() => keepOnce(ports));
}

async function keepOnce(ports: PlanPorts): Promise<number> {
  const { plans, releases, clock } = ports;
  const [plan, now] = [await plans.load(), clock()];
  const number = await releases.activeNumber?.();
  if (number !== undefined && isUpToDate(plan, number, now)) return 0;
  const release = await releases.active();
  if (isUpToDate(plan, release.number, now)) return 0;
  const { plan: next, broadcasts, skipped, arm } = takeUp(plan, release, now);
  for (const { campaign, occurrence, at } of broadcasts) {
    await start(ports, broadcastJobId(campaign, occurrence), { kind: 'broadcast', campaign, occurrence, at }, now);
  }
  for (const { campaign, occurrence, at } of skipped) {
    const task = { kind: 'broadcast', campaign, occurrence, at } as const;
    await ports.crowds.create(skippedJob(broadcastJobId(campaign, occurrence), task, now));
  }
  if (arm.length > 0) {
    const task = { kind: 'arm', release: release.number, campaigns: arm } as const;
    await start(ports, `arm-${release.number}-${next.turn}`, task, now);
  }
  await plans.save(next);
  return broadcasts.length + (arm.length > 0 ? 1 : 0);
}

/** One that stands is enqueued again: its first messages may have been lost. Those too many find their pages done. */
async function start({ crowds, jobs }: PlanPorts, id: string, task: CrowdTask, now: Instant): Promise<void> {
  const job = newCrowdJob(id, task, now);
  const isNew = await crowds.create(job);
  const standing = isNew ? job : await crowds.load(id);
  if (standing && !standing.stopped) await jobs.enqueue(nextOrders(standing));
}
