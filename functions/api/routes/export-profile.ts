import { exportProfile as endpoint } from '../../../shared/api/export.ts';
import { exportData } from '../../../shared/person/export-data.ts';
import { livingPerson } from '../living-person.ts';
import { unknownProfile } from '../problem.ts';
import { route } from '../route.ts';

/** GET /api/profiles/{id}/export: everything known of a person (P-60), to the company, which answers for whom it gives it to. */
export const exportProfile = route(endpoint, async (request, world) => {
  const profileId = request.params.id ?? '';
  const person = await livingPerson(world, profileId);
  if (!person) return unknownProfile(profileId);
  return { status: 200, body: await exportData(person, world, world.clock()) };
});
