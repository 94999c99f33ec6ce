import { resumeTemplate as endpoint } from '../../../shared/api/switches.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { parseBody } from '../json-body.ts';
import { problem } from '../problem.ts';
import { route } from '../route.ts';

/**
 * POST /api/templates/{id}/resume `{ reason, by }`: a template that receivers' refusals switched off may be sent again (P-82). Kept
 * in the audit. 404 where it is not off. What waits for it goes out within the hour.
 */
export const resumeTemplate = route(endpoint, async (request, { templates, clock }) => {
  const template = request.params.id ?? '';
  const body = parseBody(request.body, endpoint.body);
  if (!body.ok) return body.answer;
  const at = clock();
  if (!(await templates.resume(template, at, body.value)))
    return problem(404, `The template ${template} is not switched off in operation.`);
  return { status: 200, body: { template, resumedAt: isoInstant(at) } };
});
