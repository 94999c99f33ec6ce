import { z } from 'zod';
import { parseBody } from '../json-body.ts';
import { problem } from '../problem.ts';
import type { ApiRoute } from '../route.ts';

const schema = z.object({
  files: z.record(
    z.string(),
    z.string('is not text: give the content of the file'),
    'is required: { "settings.yaml": "…", … }',
  ),
});

/** POST /api/workspace: compiles the files and makes them the active release; with findings nothing is published. */
export const publishWorkspace: ApiRoute = {
  method: 'POST',
  path: '/api/workspace',
  async answer(request, world) {
    const body = parseBody(request.body, schema);
    if (!body.ok) return body.answer;
    // Loaded with the first publication: the MJML compiler takes longer to load than all the rest of the API.
    const { compileWorkspace } = await import('../../../shared/content/compile-workspace.ts');
    const compiled = await compileWorkspace(body.value.files);
    if (!compiled.ok) {
      return problem(422, 'Nothing was published: mend the findings and send the workspace again.', {
        findings: compiled.findings,
      });
    }
    const release = await world.releases.publish(body.value.files, compiled.content, world.clock());
    return { status: 200, body: { release, warnings: compiled.warnings } };
  },
};
