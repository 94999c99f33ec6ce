import type { Instant } from '../kernel/instants.ts';
import type { JsonObject } from '../kernel/json.ts';

/** How far a piece of background work came: one row a job (design 2). */
export interface JobStore {
  /** Strongly consistent; null where the job has not begun or is forgotten. */
  load(jobId: string): Promise<JsonObject | null>;
  /** Replaces the row. `forgetAt`: when TTL may remove it. */
  save(jobId: string, progress: JsonObject, forgetAt: Instant): Promise<void>;
}
