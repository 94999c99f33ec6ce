import { listJobs as endpoint } from '../../../shared/api/jobs.ts';
import { jobView } from '../job-view.ts';
import { route } from '../route.ts';

const SHOWN = 100;

/** GET /api/jobs: work over everybody, broadcasts and what `existing-too` arms, newest first, at most 100 of the last 90 days. */
export const listJobs = route(endpoint, async (_request, { crowds }) => {
  return { status: 200, body: { jobs: (await crowds.list(SHOWN)).map(jobView) } };
});
