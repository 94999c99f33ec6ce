import type { stopJob } from '../../shared/api/jobs.ts';
import { isoInstant } from '../../shared/kernel/instants.ts';
import { type CrowdJob, stateOf } from '../../shared/person/crowd-job.ts';
import { fieldProblem, type ProblemAnswer } from './problem.ts';
import type { BodyOf } from './route.ts';

/** A job over everybody as people read it. `people`: handed to `decide` so far. */
export function jobView(job: CrowdJob): BodyOf<typeof stopJob> {
  const { id, task, startedAt, segments } = job;
  const { kind, ...about } = task;
  return {
    id,
    kind,
    ...('at' in about ? { ...about, at: isoInstant(about.at) } : about),
    state: stateOf(job),
    startedAt: isoInstant(startedAt),
    people: segments.reduce((sum, each) => sum + each.people, 0),
    pages: segments.reduce((sum, each) => sum + each.pages, 0),
    parts: { done: segments.filter((each) => each.done).length, of: segments.length },
  };
}

export function unknownJob(id: string): ProblemAnswer<404> {
  return fieldProblem(404, `There is no job ${id}.`, [
    { field: 'id', message: 'is not the id of a job: GET /api/jobs lists them' },
  ]);
}
