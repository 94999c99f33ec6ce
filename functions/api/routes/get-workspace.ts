import type { ApiRoute } from '../route.ts';

/** GET /api/workspace: the files of the active release; release 0 and no files before the first publication. */
export const getWorkspace: ApiRoute = {
  method: 'GET',
  path: '/api/workspace',
  async answer(_request, world) {
    return { status: 200, body: await world.releases.files() };
  },
};
