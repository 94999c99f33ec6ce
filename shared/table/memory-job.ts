import type { JsonObject } from '../kernel/json.ts';
import type { JobStore } from '../person/job-store.ts';

/** The twin of `dynamoJobStore`. */
export function memoryJobStore(): JobStore {
  const jobs = new Map<string, JsonObject>();
  return {
    async load(jobId) {
      return jobs.get(jobId) ?? null;
    },
    async save(jobId, progress) {
      jobs.set(jobId, progress);
    },
  };
}
