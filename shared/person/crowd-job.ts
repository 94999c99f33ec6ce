import type { Instant } from '../kernel/instants.ts';
import type { JobOrder } from './jobs-queue.ts';

/** What is told to everybody who is stored. */
export type CrowdTask =
  | { readonly kind: 'broadcast'; readonly campaign: string; readonly occurrence: string; readonly at: Instant }
  /** `enroll: existing-too`: what people said before the release counts too. */
  | { readonly kind: 'arm'; readonly release: number; readonly campaigns: readonly string[] };

/** How far one part of the table is read. */
export interface Segment {
  readonly pages: number;
  /** People handed to `decide`. */
  readonly people: number;
  /** Where the next page begins; null at the beginning. */
  readonly cursor: string | null;
  readonly done: boolean;
}

/** Background work over everybody: one row, one chain of messages a segment. */
export interface CrowdJob {
  readonly id: string;
  readonly task: CrowdTask;
  readonly startedAt: Instant;
  readonly stopped: boolean;
  readonly segments: readonly Segment[];
  /** Nobody is told: its campaign was paused at its moment. Kept so that people see it. Absent: it is told. */
  readonly skipped?: 'paused' | undefined;
}

/** Chains that read the table beside each other: enough for a million people in minutes, few enough for one row. */
export const SEGMENTS = 4;

const unread: Segment = { pages: 0, people: 0, cursor: null, done: false };

/** The rows of these jobs. Rejects with RetryableError. */
export interface CrowdJobs {
  /** False where the job stands already: nothing is changed then. */
  create(job: CrowdJob): Promise<boolean>;
  /** Strongly consistent. */
  load(id: string): Promise<CrowdJob | null>;
  /** Newest first, at most `limit`. */
  list(limit: number): Promise<readonly CrowdJob[]>;
  /** Stores a segment that had `pages` pages so far. False where it had not: somebody was first. */
  advance(id: string, index: number, pages: number, segment: Segment): Promise<boolean>;
  /** False where there is no such job. */
  stop(id: string, stopped: boolean): Promise<boolean>;
}

export function newCrowdJob(id: string, task: CrowdTask, startedAt: Instant): CrowdJob {
  return { id, task, startedAt, stopped: false, segments: Array.from({ length: SEGMENTS }, () => unread) };
}

/** A broadcast whose moment fell into a pause of its campaign: a line in the list of jobs, and nothing to do. */
export function skippedJob(id: string, task: CrowdTask, at: Instant): CrowdJob {
  return { id, task, startedAt: at, stopped: false, segments: [], skipped: 'paused' };
}

/** The same broadcast has the same id, whoever notices that it is due. */
export function broadcastJobId(campaign: string, occurrence: string): string {
  return `broadcast-${campaign}-${occurrence}`;
}

export function stateOf({ stopped, segments, skipped }: CrowdJob): 'running' | 'stopped' | 'done' | 'skipped' {
  if (skipped) return 'skipped';
  if (segments.every((each) => each.done)) return 'done';
  return stopped ? 'stopped' : 'running';
}

/** The next page of every segment that is not at its end. */
export function nextOrders({ id, segments }: CrowdJob): readonly JobOrder[] {
  return segments.flatMap(({ pages, done }, segment) =>
    done ? [] : [{ job: 'crowd' as const, id, segment, page: pages }],
  );
}
