import { listRejected as endpoint } from '../../../shared/api/rejected.ts';
import type { RejectedRecord } from '../../../shared/outbound/rejected-shelf.sqs.ts';
import { parseQuery } from '../query.ts';
import { rejectedView } from '../rejected-view.ts';
import { route } from '../route.ts';

/** GET /api/rejected?limit=: what could not be taken, with its reason and fields, newest first of those seen. Changes nothing. */
export const listRejected = route(endpoint, async (request, world) => {
  const query = parseQuery(request.query, endpoint.query, 'The list cannot be given.');
  if (!query.ok) return query.answer;
  const { limit } = query.value;
  const found = await world.rejected.look(limit + 1);
  const shown = withinBytes(found.slice(0, limit));
  const rejected = shown.map(rejectedView).toSorted((a, b) => (atOf(a) < atOf(b) ? 1 : -1));
  return { status: 200, body: { rejected, more: found.length > shown.length } };
});

/** Of the 6 MB that an answer of Lambda may have; escaped, a record may take nearly twice its bytes. */
const BYTES = 3_000_000;

/** The first ones that fit into an answer, one at least. */
function withinBytes(found: readonly RejectedRecord[]): readonly RejectedRecord[] {
  let bytes = 0;
  return found.filter(({ body }, index) => {
    bytes += Buffer.byteLength(body);
    return index === 0 || bytes <= BYTES;
  });
}

function atOf(told: ReturnType<typeof rejectedView>): string {
  return told.at ?? '';
}
