import { getReport as endpoint } from '../../../shared/api/report.ts';
import { reportOf } from '../../../shared/person/report.ts';
import { campaignOf } from '../active-campaign.ts';
import { parseQuery } from '../query.ts';
import { route } from '../route.ts';
import { campaignHead } from './list-campaigns.ts';

/**
 * GET /api/campaigns/{id}/report?from=&to=: what a campaign did on these UTC days, both included; all of its days without them.
 * Counts follow within seconds.
 */
export const getReport = route(endpoint, async (request, world) => {
  const days = parseQuery(request.query, endpoint.query, 'The report cannot be given.');
  if (!days.ok) return days.answer;
  const found = campaignOf(await world.releases.active(), request.params.id ?? '');
  if ('answer' in found) return found.answer;
  const { campaign } = found;
  const report = reportOf(campaign, await world.counts.read(campaign.id, days.value));
  return { status: 200, body: { campaign: campaign.id, ...campaignHead(campaign), ...days.value, ...report } };
});
