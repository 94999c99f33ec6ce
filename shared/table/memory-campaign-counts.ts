import { byDay, type CampaignCounts } from '../person/campaign-counts.ts';

/** The twin of `dynamoCampaignCounts`, over what a timeline in memory counted: `<campaign> <day> <counter>` to number. */
export function memoryCampaignCounts(counts: () => ReadonlyMap<string, number>): CampaignCounts {
  return {
    async read(campaign, { from, to }) {
      const own = [...counts()].flatMap(([name, number]) => {
        const [of, day = '', ...counter] = name.split(' ');
        const isAsked = of === campaign && (from === null || day >= from) && (to === null || day <= to);
        return isAsked ? [{ day, counts: { [counter.join(' ')]: number } }] : [];
      });
      return byDay(own);
    },
  };
}
