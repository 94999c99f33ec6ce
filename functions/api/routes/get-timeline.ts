import { getTimeline as endpoint } from '../../../shared/api/timeline.ts';
import { livingPerson } from '../living-person.ts';
import { fieldProblem, unknownProfile } from '../problem.ts';
import { parseQuery } from '../query.ts';
import { route } from '../route.ts';
import { timelinePage } from '../timeline-page.ts';

/** GET /api/profiles/{id}/timeline?limit=&from=: what happened to a person, newest first; `from` (or `next`) takes a page's `next`. */
export const getTimeline = route(endpoint, async (request, world) => {
  const query = parseQuery(request.query, endpoint.query, 'The page cannot be given.');
  if (!query.ok) return query.answer;
  const profileId = request.params.id ?? '';
  const person = await livingPerson(world, profileId);
  if (!person) return unknownProfile(profileId);
  const { limit, from, next } = query.value;
  const page = await timelinePage(person, world.timeline, limit, from ?? next ?? null);
  if (page) return { status: 200, body: page };
  return fieldProblem(400, 'The page cannot be given.', [
    { field: 'from', message: 'takes the `next` of the page before' },
  ]);
});
