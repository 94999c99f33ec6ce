import { liftSuppression as endpoint } from '../../../shared/api/person-changes.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import { parseBody } from '../json-body.ts';
import { livingPerson } from '../living-person.ts';
import { fieldProblem, unknownProfile } from '../problem.ts';
import { route } from '../route.ts';

/**
 * POST /api/profiles/{id}/lift-suppression `{ reason, by }`: the address of a profile may be written to again (P-84), for all who
 * hold it. Refused without a human reason. The reason is committed here; SES's own list, which takes one call a second (P-79), and
 * then our address row are a job's, and until both are done the address row refuses. A stop-everything stands.
 */
export const liftSuppression = route(endpoint, async (request, world) => {
  const profileId = request.params.id ?? '';
  const body = parseBody(request.body, endpoint.body);
  if (!body.ok) return body.answer;
  const person = await livingPerson(world, profileId);
  if (!person) return unknownProfile(profileId);
  const { address } = person;
  if (!address) {
    return fieldProblem(400, `The profile ${profileId} has no address that could be suppressed.`, [
      { field: 'profileId', message: 'has no address' },
    ]);
  }
  const at = world.clock();
  const { holders } = await world.addresses.read(address.hmac);
  for (const holder of new Set([profileId, ...holders])) {
    await applyInputs(world, holder, [{ kind: 'lift', at, address: address.hmac, ...body.value }]);
  }
  await world.jobs.enqueue([{ job: 'lift', profileId, address: address.hmac, at }]);
  return { status: 200, body: { profileId, suppression: null, liftedAt: isoInstant(at) } };
});
