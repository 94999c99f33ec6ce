import { stopJob as endpoint } from '../../../shared/api/jobs.ts';
import { jobView, unknownJob } from '../job-view.ts';
import { route } from '../route.ts';

/** POST /api/jobs/{id}/stop: nobody further is told; who was handed to `decide` already still is. One that is done stays done. */
export const stopJob = route(endpoint, async (request, { crowds }) => {
  const id = request.params.id ?? '';
  const job = (await crowds.stop(id, true)) ? await crowds.load(id) : null;
  return job ? { status: 200, body: jobView(job) } : unknownJob(id);
});
