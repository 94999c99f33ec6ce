import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { definitionHash } from '../../shared/workspace/content-hash.ts';
import { suggestion } from '../../shared/workspace/findings.ts';
import { loadWorkspace, type Workspace } from '../../shared/workspace/workspace.ts';
import { compiledFolder } from '../compiled-folder.ts';
import { CliError } from '../verb.ts';

/**
 * A folder as a deployment would have it after publication. `activate`: campaigns that are active whatever their file says. Throws
 * CliError 1 with the findings where it does not compile, 2 for a campaign or topic that it does not have.
 */
export async function workspaceOf(
  folder: string,
  activate: readonly string[],
  topics: readonly string[],
): Promise<Workspace> {
  const content = await compiledFolder(folder);
  refuseUnknown(activate, content.campaigns, `--activate names no campaign of ${folder}`);
  refuseUnknown(topics, content.topics, `--assume-consent names no topic of ${folder}`);
  const campaigns = content.campaigns.map(
    (each): CampaignDefinition => (activate.includes(each.id) ? { ...each, status: 'active' } : each),
  );
  const hashes = Object.fromEntries(campaigns.map((each) => [each.id, definitionHash(each)]));
  return loadWorkspace({ number: 1, publishedAt: 0, content: { ...content, campaigns }, hashes });
}

function refuseUnknown(named: readonly string[], known: readonly { readonly id: string }[], words: string): void {
  const ids = known.map(({ id }) => id);
  const unknown = named.find((each) => !ids.includes(each));
  if (unknown !== undefined) throw new CliError(2, `${words}: ${unknown}${suggestion(unknown, ids)}`);
}
