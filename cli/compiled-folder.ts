import type { CompiledWorkspace } from '../shared/content/compile-workspace.ts';
import type { ReleaseContent } from '../shared/workspace/definitions.ts';
import { formatFinding } from '../shared/workspace/findings.ts';
import { CliError } from './verb.ts';
import { workspaceFiles } from './workspace-files.ts';

/** What a release of a folder would hold. MJML is loaded only here. Throws CliError 1 with the findings where it does not compile. */
export async function compiledFolder(folder: string): Promise<ReleaseContent> {
  const files = await workspaceFiles(folder);
  const { compileWorkspace } = await import('../shared/content/compile-workspace.ts');
  const result: CompiledWorkspace = await compileWorkspace(files);
  if (result.ok) return result.content;
  const lines = result.findings.filter((each) => each.severity === 'error').map(formatFinding);
  throw new CliError(1, [`${folder} does not compile:`, ...lines].join('\n'), { findings: result.findings });
}
