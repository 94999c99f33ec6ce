import * as z from 'zod';
import { parseBody } from '../json-body.ts';
import { fieldProblem } from '../problem.ts';
import { recordOf } from '../rejected-view.ts';
import type { ApiRoute } from '../route.ts';

/** One request looks at so many; whoever has more asks again. */
const MOST = 200;

const schema = z.union(
  [
    z.object({ all: z.literal(true) }),
    z.object({ ids: z.array(z.string()).min(1, 'is empty: name what GET /api/rejected lists').max(MOST) }),
  ],
  { error: 'takes { "ids": ["…"] } of what GET /api/rejected lists, or { "all": true }' },
);

/**
 * POST /api/rejected/replay `{ ids: […] }` or `{ all: true }`: records are handed to the inputs as they came, up to 200 a call. What is
 * still wrong with them rejects them again; what is older than three days updates facts and starts nothing.
 */
export const replayRejected: ApiRoute = {
  method: 'POST',
  path: '/api/rejected/replay',
  async answer(request, world) {
    const body = parseBody(request.body, schema);
    if (!body.ok) return body.answer;
    const ids = 'ids' in body.value ? new Set(body.value.ids) : null;
    const replayed = await world.rejected.replay(MOST, (found) =>
      ids === null || ids.has(found.id) ? recordOf(found) : null,
    );
    const missing = [...(ids ?? [])].filter((id) => !replayed.includes(id));
    if (replayed.length > 0 || missing.length === 0) return { status: 200, body: { replayed, missing } };
    return fieldProblem(404, 'Nothing was replayed.', [
      { field: 'ids', message: 'are of nothing that lies in the queue and can be replayed' },
    ]);
  },
};
