import { resumeJob as endpoint } from '../../../shared/api/jobs.ts';
import { nextOrders } from '../../../shared/person/crowd-job.ts';
import { jobView, unknownJob } from '../job-view.ts';
import { route } from '../route.ts';

/** POST /api/jobs/{id}/resume: goes on where it was stopped; asked twice, or of one that runs, it does nothing twice. */
export const resumeJob = route(endpoint, async (request, { crowds, jobs }) => {
  const id = request.params.id ?? '';
  const job = (await crowds.stop(id, false)) ? await crowds.load(id) : null;
  if (!job) return unknownJob(id);
  await jobs.enqueue(nextOrders(job));
  return { status: 200, body: jobView(job) };
});
