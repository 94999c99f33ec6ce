import { getWorkspace as endpoint } from '../../../shared/api/workspace.ts';
import { route } from '../route.ts';

/** GET /api/workspace: the files of the active release; release 0 and no files before the first publication. */
export const getWorkspace = route(endpoint, async (_request, world) => {
  return { status: 200, body: await world.releases.files() };
});
