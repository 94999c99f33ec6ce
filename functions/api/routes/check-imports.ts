import { checkImports as endpoint } from '../../../shared/api/imports.ts';
import { inParallel } from '../../runtime/in-parallel.ts';
import { type ImportVerdict, importVerdict } from '../import-verdict.ts';
import { parseBody } from '../json-body.ts';
import { route } from '../route.ts';

/** Each row costs two or three strong reads; so many at once keep one call below a second. */
const READS_AT_ONCE = 20;

/**
 * POST /api/imports/check `{ rows: [{ profileId, email, topics, grantedAt, basis, method, text, source, … }] }`: `{ verdicts }`, one a
 * row in their order, each `accept` or `refuse` with its reason and field (P-45); a row without one of the pieces of evidence is refused. Changes nothing, and promises nothing: a withdrawal that comes after it still wins,
 * since `decide` and the gates ask again.
 */
export const checkImports = route(endpoint, async (request, world) => {
  const body = parseBody(request.body, endpoint.body);
  if (!body.ok) return body.answer;
  const verdicts: ImportVerdict[] = [];
  await inParallel([...body.value.rows.entries()], READS_AT_ONCE, async ([index, row]) => {
    verdicts[index] = await importVerdict(row, world);
  });
  return { status: 200, body: { verdicts } };
});
