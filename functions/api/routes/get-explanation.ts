import { getExplanation as endpoint } from '../../../shared/api/explanation.ts';
import { withTemplatesOff } from '../../../shared/messages/template-switches.ts';
import { workspaceFor } from '../../../shared/person/apply.ts';
import { suggestion } from '../../../shared/workspace/findings.ts';
import { explanation } from '../explanation.ts';
import { livingPerson } from '../living-person.ts';
import { fieldProblem, unknownProfile } from '../problem.ts';
import { route } from '../route.ts';

/** GET /api/profiles/{id}/explain?campaign=: why this person did, or did not, get this campaign's mail. */
export const getExplanation = route(endpoint, async (request, world) => {
  const profileId = request.params.id ?? '';
  const campaignId = request.query.get('campaign');
  if (!campaignId) {
    const message = 'is required: /api/profiles/{id}/explain?campaign=<id of the campaign>';
    return fieldProblem(400, 'An explanation is about one campaign.', [{ field: 'campaign', message }]);
  }
  const person = await livingPerson(world, profileId);
  if (!person) return unknownProfile(profileId);
  const off = (await world.templates.paused()).map((each) => each.template);
  const workspace = withTemplatesOff(await workspaceFor(world.releases, person), off);
  const campaign = workspace.campaigns.get(campaignId);
  if (campaign) return { status: 200, body: await explanation(person, campaign, workspace, world) };
  const message = `is not a campaign of the active workspace${suggestion(campaignId, workspace.campaigns.keys())}`;
  return fieldProblem(404, 'There is no such campaign.', [{ field: 'campaign', message }]);
});
