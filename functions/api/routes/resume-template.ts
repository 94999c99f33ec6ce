import * as z from 'zod';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { parseBody } from '../json-body.ts';
import { problem } from '../problem.ts';
import type { ApiRoute } from '../route.ts';

const words = (what: string) => z.string(`is required: ${what}`).trim().min(1, `is empty: ${what}`);
const schema = z.object({
  reason: words('say what was mended').max(500, 'takes at most 500 letters'),
  by: words('say who decided it').max(100, 'takes at most 100 letters'),
});

/**
 * POST /api/templates/{id}/resume `{ reason, by }`: a template that receivers' refusals switched off may be sent again (P-82). Kept
 * in the audit. 404 where it is not off. What waits for it goes out within the hour.
 */
export const resumeTemplate: ApiRoute = {
  method: 'POST',
  path: '/api/templates/{id}/resume',
  async answer(request, { templates, clock }) {
    const template = request.params.id ?? '';
    const body = parseBody(request.body, schema);
    if (!body.ok) return body.answer;
    const at = clock();
    if (!(await templates.resume(template, at, body.value)))
      return problem(404, `The template ${template} is not switched off in operation.`);
    return { status: 200, body: { template, resumedAt: isoInstant(at) } };
  },
};
