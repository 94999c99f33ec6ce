import * as z from 'zod';
import { profileIdSchema } from '../../../shared/events/envelope.ts';
import { inParallel } from '../../runtime/in-parallel.ts';
import { type ImportVerdict, importVerdict } from '../import-verdict.ts';
import { parseBody } from '../json-body.ts';
import type { ApiRoute } from '../route.ts';

/** Each row costs two or three strong reads; so many at once keep one call below a second. */
const READS_AT_ONCE = 20;

/**
 * One row with a permission: the evidence of `consent.recorded`, whose profile and address may or may not be known. The pieces of
 * evidence are not asked for here but by the rule that the event itself is held to, so that one incomplete row is refused by name
 * and the rest of the request is answered (P-45).
 */
export const importRow = z.looseObject({
  profileId: profileIdSchema,
  email: z.string().optional(),
  topics: z.array(z.string()).min(1, 'is empty: name at least one topic').max(50, 'names more than 50 topics'),
  grantedAt: z.string().optional(),
  /** Facts that a permission depends on, such as `birthday` (P-104). */
  traits: z.record(z.string(), z.unknown()).default({}),
});

const schema = z.object({
  rows: z
    .array(importRow)
    .min(1, 'is empty: give 1 to 100 rows')
    .max(100, 'has more than 100 rows: ask in several requests'),
});

/**
 * POST /api/imports/check `{ rows: [{ profileId, email, topics, grantedAt, basis, method, text, source, … }] }`: `{ verdicts }`, one a
 * row in their order, each `accept` or `refuse` with its reason and field (P-45); a row without one of the pieces of evidence is refused. Changes nothing, and promises nothing: a withdrawal that comes after it still wins,
 * since `decide` and the gates ask again.
 */
export const checkImports: ApiRoute = {
  method: 'POST',
  path: '/api/imports/check',
  async answer(request, world) {
    const body = parseBody(request.body, schema);
    if (!body.ok) return body.answer;
    const verdicts: ImportVerdict[] = [];
    await inParallel([...body.value.rows.entries()], READS_AT_ONCE, async ([index, row]) => {
      verdicts[index] = await importVerdict(row, world);
    });
    return { status: 200, body: { verdicts } };
  },
};
