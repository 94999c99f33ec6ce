import { listCampaigns as endpoint } from '../../../shared/api/campaigns.ts';
import { DAY, isoDay } from '../../../shared/kernel/instants.ts';
import { summedCounts, totalsOf } from '../../../shared/person/report.ts';
import type { CampaignDefinition } from '../../../shared/workspace/campaign-definition.ts';
import { inParallel } from '../../runtime/in-parallel.ts';
import { type BodyOf, route } from '../route.ts';
import { triggerInWords } from '../trigger-words.ts';

/** Counts of a list are of the last days only: those of all time would be read for every campaign at every look. */
const COUNTED_FOR = 30 * DAY;
/** Campaigns at once, each of which is one query a counter slot. */
const WIDTH = 8;

/** GET /api/campaigns: the campaigns of the active release, with what they did in the last 30 days. */
export const listCampaigns = route(endpoint, async (_request, world) => {
  const { number: release, content } = await world.releases.active();
  const now = world.clock();
  const days = { from: isoDay(now - COUNTED_FOR), to: isoDay(now) };
  const campaigns: BodyOf<typeof endpoint>['campaigns'][number][] = [];
  await inParallel([...content.campaigns.entries()], WIDTH, async ([index, campaign]) => {
    const counts = totalsOf(summedCounts(await world.counts.read(campaign.id, days)));
    campaigns[index] = { ...campaignHead(campaign), counts };
  });
  return { status: 200, body: { release, counted: days, campaigns } };
});

/** What a campaign is, in short. */
export function campaignHead({ id, name, status, class: messageClass, topic, triggers }: CampaignDefinition) {
  return { id, name, status, class: messageClass, topic: topic ?? null, trigger: triggerInWords(triggers) };
}
