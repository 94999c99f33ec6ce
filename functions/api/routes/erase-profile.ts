import { eraseProfile as endpoint } from '../../../shared/api/person-changes.ts';
import { problemsOf, profileIdSchema } from '../../../shared/events/envelope.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import { parseBody } from '../json-body.ts';
import { fieldProblem } from '../problem.ts';
import { route } from '../route.ts';

/**
 * POST /api/profiles/{id}/erase, body `{ reason? }` or none: erases a person. 202 once that is committed, the same for somebody
 * whom nobody knows (P-61): their events may be on the way. Whoever was erased before is purged once more. The rest is removed
 * within minutes.
 */
export const eraseProfile = route(endpoint, async (request, world) => {
  const id = profileIdSchema.safeParse(request.params.id);
  if (!id.success) {
    return fieldProblem(400, 'Nobody can have this id.', problemsOf(id.error, ['profileId']));
  }
  const body = parseBody(request.body.length === 0 ? Buffer.from('{}') : request.body, endpoint.body);
  if (!body.ok) return body.answer;
  const reason = body.value.reason ?? 'requested';
  await applyInputs(world, id.data, [{ kind: 'erasure', at: world.clock(), reason }]);
  return { status: 202, body: { profileId: id.data, status: 'erasing' as const } };
});
