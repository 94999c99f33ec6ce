import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { suggestion } from '../../shared/workspace/findings.ts';
import type { Release } from '../../shared/workspace/workspace.ts';
import { fieldProblem, type ProblemAnswer } from './problem.ts';

/** The campaign of a release, or the refusal that names the nearest one. */
export function campaignOf(
  release: Release,
  id: string,
): { readonly campaign: CampaignDefinition } | { readonly answer: ProblemAnswer<404> } {
  const { campaigns } = release.content;
  const campaign = campaigns.find((each) => each.id === id);
  if (campaign) return { campaign };
  const known = campaigns.map((each) => each.id);
  const message = `is not a campaign of the active workspace${suggestion(id, known)}`;
  return { answer: fieldProblem(404, 'There is no such campaign.', [{ field: 'campaign', message }]) };
}
