import type { CampaignOutcome, Outcome } from '../../simulation/outcome.ts';
import { tableLines } from '../table-text.ts';
import { number } from './chart.ts';

/** A workspace's name beside its outcome. */
export interface Named {
  readonly workspace: string;
  readonly outcome: Outcome;
}

/** Lines for people: one workspace in full, or two side by side. */
export function outcomeLines(all: readonly Named[]): string[] {
  const [first, second] = all as [Named, Named | undefined];
  const time = `${first.outcome.from.slice(0, 16)}Z to ${first.outcome.to.slice(0, 16)}Z`;
  const heading = `${time}, ${all.map(({ workspace, outcome }) => `${workspace}: ${outcome.people} ${outcome.people === 1 ? 'person' : 'people'}`).join('; ')}`;
  const lines = second ? compared(first, second) : alone(first.outcome);
  return [heading, ...lines];
}

function alone(outcome: Outcome): string[] {
  return [
    ...part('campaigns', campaignLines(outcome)),
    ...part('mails by step', stepLines(outcome)),
    ...part('not sent, because', reasonLines(outcome.refusals)),
    ...part('told to wait, because', reasonLines(outcome.holds)),
    ...part('held back by a cap of', reasonLines(outcome.caps)),
    ...part('goals', goalLines(outcome)),
    ...part("heed's own mails", reasonLines(outcome.ownMails)),
    ...part('days (UTC)', dayLines(outcome)),
    ...part('most written to', mostLines(outcome)),
  ];
}

function part(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}

function campaignLines({ campaigns, totals }: Outcome): string[] {
  const rows = campaigns.map((each) => [each.id, each.entered, each.sent, sum(each.refusals), each.running]);
  const all = ['all', totals.entered, totals.sent, sum(totals.skipped) + sum(totals.notEntered), ''];
  return tableLines(['', 'entered', 'mails', 'refused', 'under way'], [...rows, all]);
}

function stepLines({ campaigns }: Outcome): string[] {
  const rows = campaigns.flatMap(({ id, funnel }) =>
    funnel.filter((step) => step.reached > 0).map((step) => [id, step.step, step.template, step.reached, step.sent]),
  );
  return rows.length === 0 ? [] : tableLines(['campaign', 'step', 'template', 'reached', 'mails'], rows);
}

/** Without a heading, the most first. */
function reasonLines(reasons: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(reasons);
  return rows.length === 0 ? [] : tableLines(['', ''], rows).slice(1);
}

function goalLines({ campaigns }: Outcome): string[] {
  const rows = campaigns
    .filter(({ lift }) => lift.mailed.goals + lift.heldOut.goals > 0)
    .map(({ id, lift: { mailed, heldOut, difference } }) => [
      id,
      mailed.goals,
      percent(mailed.rate),
      heldOut.goals,
      percent(heldOut.rate),
      difference === null ? '' : `${signed(difference * 100)} points`,
      mailed.value + heldOut.value,
    ]);
  const heading = ['', 'with mails', 'rate', 'held out', 'rate', 'lift', 'value'];
  return rows.length === 0 ? [] : tableLines(heading, rows);
}

function percent(rate: number | null): string {
  return rate === null ? '' : `${(rate * 100).toFixed(1)} %`;
}

function signed(points: number): string {
  return `${points < 0 ? '' : '+'}${points.toFixed(1)}`;
}

const DAYS_SHOWN = 62;

function dayLines({ days }: Outcome): string[] {
  const most = Math.max(1, ...days.map((each) => each.sent));
  const rows = days
    .slice(0, DAYS_SHOWN)
    .map((each) => [each.day, each.sent, '#'.repeat(Math.ceil((each.sent / most) * 40))]);
  const rest = days.length - DAYS_SHOWN;
  return [
    ...tableLines(['', ''], rows).slice(1),
    ...(rest > 0 ? [`and ${rest} more days: see --json or --report`] : []),
  ];
}

function mostLines({ mostWritten }: Outcome): string[] {
  return tableLines(
    ['', ''],
    mostWritten.map((each) => [each.profileId, each.mails]),
  ).slice(1);
}

function sum(reasons: Readonly<Record<string, number>>): number {
  return Object.values(reasons).reduce((all, each) => all + each, 0);
}

function compared(one: Named, other: Named): string[] {
  const heading = ['', one.workspace, other.workspace, 'difference'];
  const pairs = (of: (outcome: Outcome) => Readonly<Record<string, number>>) =>
    tableLines(heading, pairRows(of(one.outcome), of(other.outcome)));
  return [
    ...part('altogether', pairs(overall)),
    ...part(
      'mails by campaign',
      pairs((outcome) => byCampaign(outcome, (each) => each.sent)),
    ),
    ...part(
      'entered by campaign',
      pairs((outcome) => byCampaign(outcome, (each) => each.entered)),
    ),
    ...part(
      'not sent, because',
      pairs((outcome) => outcome.refusals),
    ),
    ...part(
      'told to wait, because',
      pairs((outcome) => outcome.holds),
    ),
    ...part(
      'goals by campaign',
      pairs((outcome) => byCampaign(outcome, (each) => each.goal.count)),
    ),
  ];
}

/** The figures that are looked at first. */
export function overall({ totals, refusals, mostWritten }: Outcome): Readonly<Record<string, number>> {
  const { entered, sent, goal } = totals;
  const most = mostWritten[0]?.mails ?? 0;
  return { entered, mails: sent, refused: sum(refusals), goals: goal.count, 'most mails to one person': most };
}

function byCampaign(
  { campaigns }: Outcome,
  of: (campaign: CampaignOutcome) => number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(campaigns.map((each) => [each.id, of(each)]));
}

/** Every name of either side; what one of them does not have is 0 there. */
export function pairRows(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): (readonly [string, number, number, string])[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.map((name) => {
    const [left, right] = [one[name] ?? 0, other[name] ?? 0];
    return [name, left, right, right === left ? '' : `${right > left ? '+' : ''}${number(right - left)}`];
  });
}
