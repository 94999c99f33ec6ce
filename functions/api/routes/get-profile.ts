import { livingPerson } from '../living-person.ts';
import { unknownProfile } from '../problem.ts';
import { profileView } from '../profile-view.ts';
import type { ApiRoute } from '../route.ts';

/** GET /api/profiles/{id}: all that heed knows of a person, read strongly. */
export const getProfile: ApiRoute = {
  method: 'GET',
  path: '/api/profiles/{id}',
  async answer(request, world) {
    const profileId = request.params.id ?? '';
    const person = await livingPerson(world, profileId);
    if (!person) return unknownProfile(profileId);
    return { status: 200, body: await profileView(person, world) };
  },
};
