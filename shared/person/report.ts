import type { CampaignDefinition } from '../workspace/campaign-definition.ts';
import type { DayCounts } from './campaign-counts.ts';

type Counts = DayCounts['counts'];
type ByReason = Readonly<Record<string, number>>;

/** Opens and clicks of humans and of machines, apart (P-21, P-24); only of people who agreed to tracking. */
interface Visits {
  readonly human: number;
  readonly machine: number;
}

/** What was counted in a time. `entered`: runs of which something was told, first mail decided or ended before it. */
export interface Totals {
  readonly entered: number;
  readonly sent: number;
  readonly delivered: number;
  readonly bounced: number;
  readonly complained: number;
  readonly failed: number;
  readonly unknown: number;
  readonly opened: Visits;
  readonly clicked: Visits;
  /** Messages that did not go out. */
  readonly skipped: ByReason;
  /** Messages that waited before they ended, by what they waited for last. */
  readonly held: ByReason;
  /** Triggers that started no run. */
  readonly notEntered: ByReason;
  /** Runs that ended before their last step. */
  readonly ended: ByReason;
  readonly goal: { readonly count: number; readonly value: number };
}

/** One side of the comparison; `rate`: goals a run, null where nobody entered. */
interface Side {
  readonly entered: number;
  readonly goals: number;
  readonly value: number;
  readonly rate: number | null;
}

interface Lift {
  readonly mailed: Side;
  readonly heldOut: Side;
  /** Difference of the rates; null while one side is empty. */
  readonly difference: number | null;
  /** The same as a share of the holdout's rate: 0.5 is half as many again. Null also where the holdout reached nothing. */
  readonly relative: number | null;
}

/** One `send` of the campaign: how many messages ended there, and how. */
interface FunnelStep {
  readonly step: string;
  readonly template: string;
  readonly reached: number;
  readonly sent: number;
  readonly skipped: number;
  readonly failed: number;
}

export interface Report extends Totals {
  /** Skipped and not entered together, by reason. */
  readonly refusals: ByReason;
  readonly lift: Lift;
  readonly funnel: readonly FunnelStep[];
  readonly days: readonly (Totals & { readonly day: string })[];
}

/** The counts of several days as one. */
export function summedCounts(days: readonly DayCounts[]): Counts {
  const sum: Record<string, number> = {};
  for (const { counts } of days) {
    for (const [name, number] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + number;
  }
  return sum;
}

function withPrefix(counts: Counts, prefix: string): ByReason {
  const found = Object.entries(counts).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, number]) => [name.slice(prefix.length), number] as const).toSorted(most));
}

function most([, a]: readonly [string, number], [, b]: readonly [string, number]): number {
  return b - a;
}

/** The counters of a time in the words of a report. */
export function totalsOf(counts: Counts): Totals {
  const of = (name: string) => counts[name] ?? 0;
  return {
    entered: of('entered'),
    sent: of('sent'),
    delivered: of('delivered'),
    bounced: of('bounced'),
    complained: of('complained'),
    failed: of('failed'),
    unknown: of('unknown'),
    opened: { human: of('opened'), machine: of('opened-machine') },
    clicked: { human: of('clicked'), machine: of('clicked-bot') },
    skipped: withPrefix(counts, 'skipped:'),
    held: withPrefix(counts, 'held:'),
    notEntered: withPrefix(counts, 'not-entered:'),
    ended: withPrefix(counts, 'ended:'),
    goal: { count: of('goal') + of('goal:held-out'), value: money(of('goal-value') + of('goal-value:held-out')) },
  };
}

/** Sums of decimals without the noise of binary fractions. */
function money(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function sideOf(entered: number, goals: number, value: number): Side {
  return { entered, goals, value: money(value), rate: entered === 0 ? null : goals / entered };
}

function liftOf(counts: Counts): Lift {
  const of = (name: string) => counts[name] ?? 0;
  const heldOut = sideOf(of('entered:held-out'), of('goal:held-out'), of('goal-value:held-out'));
  const mailed = sideOf(of('entered') - of('entered:held-out'), of('goal'), of('goal-value'));
  const difference = mailed.rate === null || heldOut.rate === null ? null : mailed.rate - heldOut.rate;
  return { mailed, heldOut, difference, relative: difference === null ? null : ratio(difference, heldOut.rate) };
}

function ratio(difference: number, base: number | null): number | null {
  return base ? difference / base : null;
}

/** The sends of the definition in its order; what earlier definitions counted under other ids is in the totals only. */
function funnelOf({ steps }: Pick<CampaignDefinition, 'steps'>, counts: Counts): FunnelStep[] {
  const at = (what: string, step: string) => counts[`${what}@${step}`] ?? 0;
  return steps.flatMap((step) => {
    if (step.type !== 'send') return [];
    const [sent, skipped, failed] = [at('sent', step.id), at('skipped', step.id), at('failed', step.id)];
    return [{ step: step.id, template: step.template, reached: sent + skipped + failed, sent, skipped, failed }];
  });
}

/** What a campaign did on these days, and on each of them. */
export function reportOf(campaign: Pick<CampaignDefinition, 'steps'>, days: readonly DayCounts[]): Report {
  const counts = summedCounts(days);
  const totals = totalsOf(counts);
  const refused = [totals.skipped, totals.notEntered].map((each) => ({ day: '', counts: each }));
  return {
    ...totals,
    refusals: summedCounts(refused),
    lift: liftOf(counts),
    funnel: funnelOf(campaign, counts),
    days: days.map((each) => ({ day: each.day, ...totalsOf(each.counts) })),
  };
}
