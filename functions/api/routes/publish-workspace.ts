import { publishWorkspace as endpoint } from '../../../shared/api/workspace.ts';
import { ConflictError } from '../../../shared/kernel/errors.ts';
import { keepPlan } from '../../../shared/person/keep-plan.ts';
import type { Finding } from '../../../shared/workspace/findings.ts';
import { parseBody } from '../json-body.ts';
import { type ProblemAnswer, problem } from '../problem.ts';
import { route } from '../route.ts';
import type { ApiWorld } from '../world.ts';

/**
 * POST /api/workspace: compiles the files and makes them the active release; with findings nothing is published. With `baseRelease`,
 * the release that they were made from, 409 where another one is active by now: of two publishers the second is told.
 */
export const publishWorkspace = route(endpoint, async (request, world) => {
  const body = parseBody(request.body, endpoint.body);
  if (!body.ok) return body.answer;
  // Loaded with the first publication: the MJML compiler takes longer to load than all the rest of the API.
  const { compileWorkspace } = await import('../../../shared/content/compile-workspace.ts');
  const compiled = await compileWorkspace(body.value.files, [], world.clock());
  if (!compiled.ok) {
    return problem(422, 'Nothing was published: mend the findings and send the workspace again.', {
      findings: compiled.findings.map(toldFinding),
    });
  }
  const { topicChanges } = await import('../../../shared/workspace/topic-changes.ts');
  const { staffChanges } = await import('../../../shared/workspace/staff-changes.ts');
  const { counterChanges } = await import('../../../shared/workspace/counter-changes.ts');
  const { content: before } = await world.releases.active();
  const { content, warnings } = compiled;
  const text = body.value.files['topics.yaml'] ?? '';
  const { files, baseRelease } = body.value;
  const changes = [
    ...topicChanges(before.topics, content.topics, content.settings.locales[0] ?? 'en', text),
    ...counterChanges(before, content, files),
    ...staffChanges(before, content, files['settings.yaml'] ?? ''),
  ];
  const release = await published(world, baseRelease, () =>
    world.releases.publish(files, content, world.clock(), baseRelease),
  );
  if (typeof release !== 'number') return release;
  await keepPlan(world);
  return { status: 200, body: { release, warnings: [...warnings, ...changes].map(toldFinding) } };
});

/** Who gave the release that the files were made from learns which one came between; without it the house's 409 says enough. */
async function published(
  { releases }: ApiWorld,
  baseRelease: number | undefined,
  publish: () => Promise<number>,
): Promise<number | ProblemAnswer<409>> {
  try {
    return await publish();
  } catch (error) {
    if (!(error instanceof ConflictError) || baseRelease === undefined) throw error;
    const { number: release } = await releases.active();
    const words = `Nothing was published: release ${release} is active, and these files were made from release ${baseRelease}. Look at what changed, take it over, then publish again.`;
    return problem(409, words, { release });
  }
}

/** The contract says `words` for what the house calls `message`, as problems do everywhere: both are told. */
function toldFinding(finding: Finding) {
  return { ...finding, words: finding.message };
}
