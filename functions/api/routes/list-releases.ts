import { listReleases as endpoint } from '../../../shared/api/workspace.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { route } from '../route.ts';

/** GET /api/workspace/releases: what was published, newest first. */
export const listReleases = route(endpoint, async (_request, world) => {
  const releases = [...(await world.releases.list())].sort((a, b) => b.release - a.release);
  const told = releases.map((each) => ({ ...each, publishedAt: isoInstant(each.publishedAt) }));
  return { status: 200, body: { releases: told } };
});
