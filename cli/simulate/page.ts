import { type Html, html } from '../../local/home/html.ts';
import type { CampaignOutcome, Outcome } from '../../simulation/outcome.ts';
import { columns, lines, number, type Series } from './chart.ts';
import { type Named, overall, pairRows } from './outcome-text.ts';
import { PAGE_STYLE } from './page-style.ts';
import { type Cell, table } from './page-table.ts';

/** The page of one outcome, or of two side by side: complete in itself, for any browser, without a network. */
export function reportPage(all: readonly Named[]): string {
  const [first, second] = all as [Named, Named | undefined];
  const names = all.map(({ workspace }) => workspace).join(' beside ');
  const title = `What ${names} would have done`;
  const { from, to, people } = first.outcome;
  const time = `${from.slice(0, 10)} to ${to.slice(0, 10)}, ${number(people)} people. A simulation: nothing was sent.`;
  const body = second ? compared(first, second) : alone(first.outcome);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${{ html: PAGE_STYLE }}</style></head>
<body><header><h1>${title}</h1><p>${time}</p></header><main>${body}</main></body></html>
`.html;
}

function section(heading: string, body: Html | null, note = ''): Html {
  if (body === null) return html``;
  return html`<section><h2>${heading}${note === '' ? null : html` <small>${note}</small>`}</h2>${body}</section>`;
}

function alone(outcome: Outcome): Html[] {
  return [
    numbers(outcome),
    section('Mails by day', byDay(outcome), 'UTC'),
    section('Campaigns', campaigns(outcome)),
    html`<div class="pair">${section('Not sent, because', reasons(outcome.refusals))}${section(
      'Told to wait, because',
      reasons(outcome.holds),
      'a mail may wait more than once',
    )}</div>`,
    html`<div class="pair">${section('Held back by a cap of', reasons(outcome.caps))}${section(
      'Goals',
      goals(outcome),
      'with mails, and in the holdout',
    )}</div>`,
    html`<div class="pair">${section('Mails by step', steps(outcome))}${section('Most written to', most(outcome))}</div>`,
    Object.keys(outcome.ownMails).length === 0
      ? html``
      : section("heed's own mails", reasons(outcome.ownMails), 'confirmations and the like'),
  ];
}

function numbers(outcome: Outcome): Html {
  const cells = Object.entries(overall(outcome)).map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${number(value)}</dd></div>`,
  );
  return html`<section aria-label="Altogether"><dl class="numbers">${cells}</dl></section>`;
}

const SERIES_AT_MOST = 6;
/** More columns than this would be hairs: weeks then. */
const COLUMNS_AT_MOST = 124;

/** Sums of seven days where there are many. */
function grouped<Item>(days: readonly Item[]): readonly (readonly Item[])[] {
  const size = days.length > COLUMNS_AT_MOST ? 7 : 1;
  return Array.from({ length: Math.ceil(days.length / size) }, (_, n) => days.slice(n * size, n * size + size));
}

function byDay(outcome: Outcome): Html {
  const groups = grouped(outcome.days);
  const sent = outcome.campaigns.filter((each) => each.sent > 0).toSorted((a, b) => b.sent - a.sent);
  const named = sent.length > SERIES_AT_MOST ? sent.slice(0, SERIES_AT_MOST - 1) : sent;
  const rest = sent.slice(named.length);
  const seriesOf = (name: string, all: readonly CampaignOutcome[]): Series => {
    const onDay = Map.groupBy(
      all.flatMap((each) => each.days),
      (each) => each.day,
    );
    const sum = (day: string) => (onDay.get(day) ?? []).reduce((many, each) => many + each.sent, 0);
    return { name, values: groups.map((days) => days.reduce((many, { day }) => many + sum(day), 0)) };
  };
  const series = [
    ...named.map((each) => seriesOf(each.name, [each])),
    ...(rest.length > 0 ? [seriesOf('others', rest)] : []),
  ];
  const labels = groups.map((days) => days[0]?.day ?? '');
  const title = `Mails by ${groups.length < outcome.days.length ? 'week' : 'day'}, by campaign`;
  const rows = labels.map((label, at): Cell[] => [label, ...series.map(({ values }) => values[at] ?? 0)]);
  const numbersToo = table(['', ...series.map(({ name }) => name)], rows);
  return html`${columns({ title, labels, series })}<details><summary>The numbers</summary>${numbersToo}</details>`;
}

function campaigns(outcome: Outcome): Html {
  const rows = outcome.campaigns.map((each): Cell[] => {
    const refused = Object.values(each.refusals).reduce((all, many) => all + many, 0);
    return [each.name, each.entered, each.sent, refused, each.goal.count, each.running];
  });
  return table(['', 'entered', 'mails', 'refused', 'goals', 'under way at the end'], rows);
}

function reasons(counts: Readonly<Record<string, number>>): Html | null {
  const rows = Object.entries(counts);
  const greatest = Math.max(1, ...rows.map(([, many]) => many));
  if (rows.length === 0) return html`<p class="soft">nothing</p>`;
  return table(
    ['', '', ''],
    rows.map(([reason, many]): Cell[] => [reason, many, { share: many / greatest }]),
  );
}

function goals(outcome: Outcome): Html {
  const reached = outcome.campaigns.filter(({ lift }) => lift.mailed.goals + lift.heldOut.goals > 0);
  if (reached.length === 0) return html`<p class="soft">none reached</p>`;
  const greatest = Math.max(...reached.flatMap(({ lift }) => [lift.mailed.rate ?? 0, lift.heldOut.rate ?? 0]), 0.001);
  const rows = reached.flatMap(({ name, lift: { mailed, heldOut, difference } }): Cell[][] => [
    [name, 'with mails', percent(mailed.rate), { share: (mailed.rate ?? 0) / greatest }],
    [
      difference === null ? '' : `lift ${points(difference)}`,
      'held out',
      percent(heldOut.rate),
      { share: (heldOut.rate ?? 0) / greatest, color: 1 },
    ],
  ]);
  return table(['', '', 'reached', ''], rows);
}

function percent(rate: number | null): string {
  return rate === null ? 'nobody entered' : `${(rate * 100).toFixed(1)} %`;
}

function points(difference: number): string {
  return `${difference < 0 ? '' : '+'}${(difference * 100).toFixed(1)} points`;
}

function steps(outcome: Outcome): Html {
  const rows = outcome.campaigns.flatMap(({ name, funnel }) =>
    funnel.filter((step) => step.reached > 0).map((step): Cell[] => [name, step.template, step.reached, step.sent]),
  );
  return table(['campaign', 'template', 'reached', 'mails'], rows);
}

function most({ mostWritten }: Outcome): Html {
  const greatest = Math.max(1, ...mostWritten.map(({ mails }) => mails));
  const rows = mostWritten.map(({ profileId, mails }): Cell[] => [profileId, mails, { share: mails / greatest }]);
  return table(['profile', 'mails', ''], rows);
}

function compared(one: Named, other: Named): Html[] {
  const heading = ['', one.workspace, other.workspace, 'difference'];
  const pairs = (of: (outcome: Outcome) => Readonly<Record<string, number>>) =>
    table(heading, pairRows(of(one.outcome), of(other.outcome)));
  const groups = grouped(one.outcome.days);
  const series = [one, other].map(({ workspace, outcome }): Series => {
    const days = grouped(outcome.days);
    return { name: workspace, values: days.map((each) => each.reduce((all, { sent }) => all + sent, 0)) };
  });
  const labels = groups.map((days) => days[0]?.day ?? '');
  const of = (what: (campaign: CampaignOutcome) => number) =>
    pairs((outcome) => Object.fromEntries(outcome.campaigns.map((each) => [each.name, what(each)])));
  return [
    section('Altogether', pairs(overall)),
    section('Mails by day', lines({ title: 'Mails by day in both workspaces', labels, series }), 'UTC'),
    html`<div class="pair">${section(
      'Mails by campaign',
      of((each) => each.sent),
    )}${section(
      'Entered by campaign',
      of((each) => each.entered),
    )}</div>`,
    html`<div class="pair">${section(
      'Not sent, because',
      pairs((outcome) => outcome.refusals),
    )}${section(
      'Told to wait, because',
      pairs((outcome) => outcome.holds),
    )}</div>`,
    section(
      'Goals by campaign',
      of((each) => each.goal.count),
    ),
  ];
}
