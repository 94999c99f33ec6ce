import { previewCampaign as endpoint } from '../../../shared/api/previews.ts';
import { route } from '../route.ts';

/**
 * POST /api/campaigns/{id}/preview `{ profileId?, sample?, template?, step?, locale? }`, or no body: every mail of the campaign in
 * every locale, for a profile or the tracking plan's sample. Sends nothing, keeps nothing; the links in it do nothing.
 */
export const previewCampaign = route(endpoint, async (request, world) => {
  // Loaded with the first preview: most of the API renders nothing.
  const { previewAnswer } = await import('../preview-answer.ts');
  return previewAnswer(request, world);
});
