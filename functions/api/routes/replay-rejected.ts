import { replayRejected as endpoint, MOST_REPLAYED } from '../../../shared/api/rejected.ts';
import { parseBody } from '../json-body.ts';
import { fieldProblem } from '../problem.ts';
import { recordOf } from '../rejected-view.ts';
import { route } from '../route.ts';

/**
 * POST /api/rejected/replay `{ ids: […] }` or `{ all: true }`: records are handed to the inputs as they came, up to 200 a call. What is
 * still wrong with them rejects them again; what is older than three days updates facts and starts nothing.
 */
export const replayRejected = route(endpoint, async (request, world) => {
  const body = parseBody(request.body, endpoint.body);
  if (!body.ok) return body.answer;
  const ids = 'ids' in body.value ? new Set(body.value.ids) : null;
  const replayed = await world.rejected.replay(MOST_REPLAYED, (found) =>
    ids === null || ids.has(found.id) ? recordOf(found) : null,
  );
  const missing = [...(ids ?? [])].filter((id) => !replayed.includes(id));
  if (replayed.length > 0 || missing.length === 0) return { status: 200, body: { replayed, missing } };
  return fieldProblem(404, 'Nothing was replayed.', [
    { field: 'ids', message: 'are of nothing that lies in the queue and can be replayed' },
  ]);
});
