import * as z from 'zod';
import { problemsOf, profileIdSchema } from '../../../shared/events/envelope.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import { parseBody } from '../json-body.ts';
import { fieldProblem } from '../problem.ts';
import type { ApiRoute } from '../route.ts';

const schema = z.object({ reason: z.string().max(100, 'takes at most 100 letters').optional() });

/**
 * POST /api/profiles/{id}/erase, body `{ reason? }` or none: erases a person. 202 once that is committed, the same for somebody
 * whom nobody knows (P-61): their events may be on the way. Whoever was erased before is purged once more. The rest is removed
 * within minutes.
 */
export const eraseProfile: ApiRoute = {
  method: 'POST',
  path: '/api/profiles/{id}/erase',
  async answer(request, world) {
    const id = profileIdSchema.safeParse(request.params.id);
    if (!id.success) {
      return fieldProblem(400, 'Nobody can have this id.', problemsOf(id.error, ['profileId']));
    }
    const body = parseBody(request.body.length === 0 ? Buffer.from('{}') : request.body, schema);
    if (!body.ok) return body.answer;
    const reason = body.value.reason ?? 'requested';
    await applyInputs(world, id.data, [{ kind: 'erasure', at: world.clock(), reason }]);
    return { status: 202, body: { profileId: id.data, status: 'erasing' } };
  },
};
