import { isoInstant } from '../../../shared/kernel/instants.ts';
import type { ApiRoute } from '../route.ts';

/** GET /api/workspace/releases: what was published, newest first. */
export const listReleases: ApiRoute = {
  method: 'GET',
  path: '/api/workspace/releases',
  async answer(_request, world) {
    const releases = [...(await world.releases.list())].sort((a, b) => b.release - a.release);
    const told = releases.map((each) => ({ ...each, publishedAt: isoInstant(each.publishedAt) }));
    return { status: 200, body: { releases: told } };
  },
};
