import type { CrowdJob, CrowdJobs } from '../person/crowd-job.ts';

/** The twin of `dynamoCrowdJobs`. */
export function memoryCrowdJobs(): CrowdJobs {
  const jobs = new Map<string, CrowdJob>();
  return {
    async create(job) {
      if (jobs.has(job.id)) return false;
      jobs.set(job.id, job);
      return true;
    },
    async load(id) {
      return jobs.get(id) ?? null;
    },
    async list(limit) {
      return [...jobs.values()].sort((a, b) => b.startedAt - a.startedAt).slice(0, limit);
    },
    async advance(id, index, pages, segment) {
      const job = jobs.get(id);
      if (job?.segments[index]?.pages !== pages) return false;
      jobs.set(id, { ...job, segments: job.segments.with(index, segment) });
      return true;
    },
    async stop(id, stopped) {
      const job = jobs.get(id);
      if (job) jobs.set(id, { ...job, stopped });
      return job !== undefined;
    },
  };
}
