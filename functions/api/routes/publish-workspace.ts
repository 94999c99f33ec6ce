import * as z from 'zod';
import type { Finding } from '../../../shared/workspace/findings.ts';
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
        findings: compiled.findings.map(toldFinding),
      });
    }
    const { topicChanges } = await import('../../../shared/workspace/topic-changes.ts');
    const { topics } = (await world.releases.active()).content;
    const { content, warnings } = compiled;
    const text = body.value.files['topics.yaml'] ?? '';
    const changes = topicChanges(topics, content.topics, content.settings.locales[0] ?? 'en', text);
    const release = await world.releases.publish(body.value.files, content, world.clock());
    return { status: 200, body: { release, warnings: [...warnings, ...changes].map(toldFinding) } };
  },
};

/** The contract says `words` for what the house calls `message`, as problems do everywhere: both are told. */
function toldFinding(finding: Finding) {
  return { ...finding, words: finding.message };
}
