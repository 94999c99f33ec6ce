import { getProfile as endpoint } from '../../../shared/api/profile.ts';
import { livingPerson } from '../living-person.ts';
import { unknownProfile } from '../problem.ts';
import { profileView } from '../profile-view.ts';
import { route } from '../route.ts';

/** GET /api/profiles/{id}: all that heed knows of a person, read strongly. */
export const getProfile = route(endpoint, async (request, world) => {
  const profileId = request.params.id ?? '';
  const person = await livingPerson(world, profileId);
  if (!person) return unknownProfile(profileId);
  return { status: 200, body: await profileView(person, world) };
});
