import { DAY, type Instant, isoDay, isoInstant } from '../shared/kernel/instants.ts';
import type { DayCounts } from '../shared/person/campaign-counts.ts';
import { type Report, reportOf, summedCounts, type Totals, totalsOf } from '../shared/person/report.ts';
import type { Campaign } from '../shared/workspace/workspace.ts';
import { countUntold, type Tally } from './tally.ts';
import type { World } from './world.ts';

type ByReason = Readonly<Record<string, number>>;

/** What one campaign would have done. */
export interface CampaignOutcome extends Omit<Report, 'days'> {
  readonly id: string;
  readonly name: string;
  readonly status: Campaign['status'];
  /** How often its mails were told to wait. One mail may wait several times. */
  readonly holds: ByReason;
  /** Runs under way when the clock stopped. */
  readonly running: number;
  /** UTC days on which anything was told of the campaign. */
  readonly days: readonly CampaignDay[];
}

/** `steps`: mails by the step that sent them. */
interface CampaignDay {
  readonly day: string;
  readonly entered: number;
  readonly sent: number;
  readonly refused: number;
  readonly goals: number;
  readonly steps: ByReason;
}

/** What a workspace would have done; the same inputs give the same bytes. */
export interface Outcome {
  /** The time that is counted, ISO instants. */
  readonly from: string;
  readonly to: string;
  readonly people: number;
  readonly totals: Totals;
  /** Skipped and not entered together, and what mails waited for, over all campaigns. */
  readonly refusals: ByReason;
  readonly holds: ByReason;
  readonly caps: ByReason;
  /** Every UTC day of the time, also those without a mail, up to ten years of them. */
  readonly days: readonly { readonly day: string; readonly sent: number }[];
  readonly campaigns: readonly CampaignOutcome[];
  /** heed's own mails, such as confirmations: by what became of them. */
  readonly ownMails: ByReason;
  readonly mostWritten: readonly { readonly profileId: string; readonly mails: number }[];
}

const MOST_WRITTEN = 20;
const DAYS_AT_MOST = 3_660;

/** The most first; of equal ones by name, so that the order is always the same. */
function ranked(counts: Readonly<Record<string, number>>): ByReason {
  const entries = Object.entries(counts).toSorted(([a, many], [b, few]) => few - many || (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function rankedTotals(totals: Totals): Totals {
  const { skipped, held, notEntered, ended } = totals;
  return {
    ...totals,
    skipped: ranked(skipped),
    held: ranked(held),
    notEntered: ranked(notEntered),
    ended: ranked(ended),
  };
}

function sum(counts: ByReason): number {
  return Object.values(counts).reduce((all, each) => all + each, 0);
}

function campaignDay({ day, counts }: DayCounts): CampaignDay {
  const { entered, sent, skipped, notEntered, goal } = totalsOf(counts);
  const steps = Object.entries(counts).flatMap(([name, many]): [string, number][] =>
    name.startsWith('sent@') ? [[name.slice('sent@'.length), many]] : [],
  );
  const refused = sum(skipped) + sum(notEntered);
  return { day, entered, sent, refused, goals: goal.count, steps: ranked(Object.fromEntries(steps)) };
}

function campaignOutcome(tally: Tally, campaign: Campaign, running: number): CampaignOutcome {
  const { id, name, status } = campaign;
  const counted = [...(tally.days.get(id) ?? [])].map(([day, counts]) => ({ day, counts }));
  const days = counted.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const report = reportOf(campaign, days);
  return {
    id,
    name,
    status,
    ...report,
    ...rankedTotals(report),
    refusals: ranked(report.refusals),
    holds: ranked(tally.holds.get(id) ?? {}),
    running,
    days: days.map(campaignDay),
  };
}

function sentByDay(tally: Tally, to: Instant): Outcome['days'] {
  const sent = new Map<string, number>();
  for (const days of tally.days.values()) {
    for (const [day, counts] of days) sent.set(day, (sent.get(day) ?? 0) + (counts['sent'] ?? 0));
  }
  const first = Date.parse(isoDay(tally.from));
  const length = Math.min(DAYS_AT_MOST, Math.floor((to - first) / DAY) + 1);
  const days = Array.from({ length }, (_, n) => isoDay(first + n * DAY));
  return days.map((day) => ({ day, sent: sent.get(day) ?? 0 }));
}

function mostWritten({ mails }: Tally): Outcome['mostWritten'] {
  const all = [...mails].map(([profileId, many]) => ({ profileId, mails: many }));
  return all.sort((a, b) => b.mails - a.mails || (a.profileId < b.profileId ? -1 : 1)).slice(0, MOST_WRITTEN);
}

/** Closes the books of a world at `to`. */
export function outcomeOf(tally: Tally, world: World, to: Instant): Outcome {
  const running = countUntold(tally, world, to);
  const campaigns = [...world.workspace.campaigns.values()]
    .filter(({ id, status }) => status === 'active' || tally.days.has(id))
    .map((campaign) => campaignOutcome(tally, campaign, running.get(campaign.id) ?? 0));
  const counts = [...tally.days.values()].flatMap((days) => [...days.values()]);
  const together = (all: readonly ByReason[]) => summedCounts(all.map((each) => ({ day: '', counts: each })));
  return {
    from: isoInstant(tally.from),
    to: isoInstant(to),
    people: [...world.people()].length,
    totals: rankedTotals(totalsOf(together(counts))),
    refusals: ranked(together(campaigns.map((each) => each.refusals))),
    holds: ranked(together(campaigns.map((each) => each.holds))),
    caps: ranked(tally.caps),
    days: sentByDay(tally, to),
    campaigns,
    ownMails: ranked(tally.own),
    mostWritten: mostWritten(tally),
  };
}
