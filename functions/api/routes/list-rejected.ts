import { fieldProblem } from '../problem.ts';
import { rejectedView } from '../rejected-view.ts';
import type { ApiRoute } from '../route.ts';

const DEFAULT_LIMIT = 50;
const MOST = 200;

/** GET /api/rejected?limit=: what could not be taken, with its reason and fields, newest first of those seen. Changes nothing. */
export const listRejected: ApiRoute = {
  method: 'GET',
  path: '/api/rejected',
  async answer(request, world) {
    const limit = Number(request.query.get('limit') ?? DEFAULT_LIMIT);
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
      const message = `takes a whole number from 1 to ${MOST}`;
      return fieldProblem(400, 'The list cannot be given.', [{ field: 'limit', message }]);
    }
    const found = (await world.rejected.look(limit + 1)).map(rejectedView);
    const rejected = found.slice(0, limit).toSorted((a, b) => (atOf(a) < atOf(b) ? 1 : -1));
    return { status: 200, body: { rejected, more: found.length > limit } };
  },
};

function atOf(told: ReturnType<typeof rejectedView>): string {
  return 'at' in told ? told.at : '';
}
