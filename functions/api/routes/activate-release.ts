import { activateRelease as endpoint } from '../../../shared/api/workspace.ts';
import { keepPlan } from '../../../shared/person/keep-plan.ts';
import { fieldProblem } from '../problem.ts';
import { route } from '../route.ts';

/** POST /api/workspace/releases/{release}/activate: makes an earlier release the active one, such as to roll back. */
export const activateRelease = route(endpoint, async (request, world) => {
  const text = request.params.release ?? '';
  const release = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
  if (release !== null && (await world.releases.activate(release))) {
    await keepPlan(world);
    return { status: 200, body: { release } };
  }
  return fieldProblem(404, 'There is no such release.', [
    { field: 'release', message: 'is not the number of a release: GET /api/workspace/releases lists them' },
  ]);
});
