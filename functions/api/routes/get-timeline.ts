import { livingPerson } from '../living-person.ts';
import { fieldProblem, unknownProfile } from '../problem.ts';
import type { ApiRoute } from '../route.ts';
import { timelinePage } from '../timeline-page.ts';

const DEFAULT_LIMIT = 100;
const MOST = 500;

/** GET /api/profiles/{id}/timeline?limit=&from=: what happened to a person, newest first; `from` (or `next`) takes a page's `next`. */
export const getTimeline: ApiRoute = {
  method: 'GET',
  path: '/api/profiles/{id}/timeline',
  async answer(request, world) {
    const limit = Number(request.query.get('limit') ?? DEFAULT_LIMIT);
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
      return fieldProblem(400, 'The page cannot be given.', [
        { field: 'limit', message: `takes a whole number from 1 to ${MOST}` },
      ]);
    }
    const profileId = request.params.id ?? '';
    const person = await livingPerson(world, profileId);
    if (!person) return unknownProfile(profileId);
    const from = request.query.get('from') ?? request.query.get('next');
    const page = await timelinePage(person, world.timeline, limit, from);
    if (page) return { status: 200, body: page };
    return fieldProblem(400, 'The page cannot be given.', [
      { field: 'from', message: 'takes the `next` of the page before' },
    ]);
  },
};
