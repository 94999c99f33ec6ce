import type * as z from 'zod';
import type { getReport } from '../shared/api/report.ts';
import { tableLines } from './table-text.ts';

type ReportAnswer = z.output<typeof getReport.answer>;

/** Lines for people: totals, the funnel, reasons, the comparison with the holdout, the days. */
export function reportLines(report: ReportAnswer): string[] {
  return [
    `${report.id}: ${report.name} (${report.status}), ${report.trigger}`,
    timeText(report),
    '',
    ...totalLines(report),
    ...part('steps', funnelLines(report)),
    ...part('not sent, because', reasonLines(report.skipped)),
    ...part('waited for, before the end', reasonLines(report.held)),
    ...part('not entered, because', reasonLines(report.notEntered)),
    ...part('ended early, because', reasonLines(report.ended)),
    ...part('goal', goalLines(report)),
    ...part('days (UTC)', dayLines(report)),
  ];
}

function timeText({ from, to }: ReportAnswer): string {
  if (from === null && to === null) return 'all of its days';
  return [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');
}

function totalLines(report: ReportAnswer): string[] {
  const { opened, clicked } = report;
  const rows: [string, number, string][] = [
    ['entered', report.entered, ''],
    ['sent', report.sent, share(report.sent, report.entered, 'of entered')],
    ['delivered', report.delivered, share(report.delivered, report.sent, 'of sent')],
    ['bounced', report.bounced, share(report.bounced, report.sent, 'of sent')],
    ['complained', report.complained, share(report.complained, report.sent, 'of sent')],
    ['opened', opened.human, `and ${opened.machine} by machines`],
    ['clicked', clicked.human, `and ${clicked.machine} by machines`],
    ['failed', report.failed, ''],
    ['unknown', report.unknown, ''],
  ];
  return tableLines(['', '', ''], rows)
    .slice(1)
    .map((line) => `  ${line}`);
}

function share(part: number, whole: number, of: string): string {
  return whole === 0 ? '' : `${percent(part / whole)} ${of}`;
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`;
}

function part(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}

function reasonLines(reasons: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(reasons).toSorted(([, a], [, b]) => b - a);
  return rows.length === 0 ? [] : tableLines(['', ''], rows).slice(1);
}

function funnelLines({ funnel }: ReportAnswer): string[] {
  const rows = funnel.map((each) => [each.step, each.template, each.reached, each.sent, each.skipped, each.failed]);
  return funnel.length === 0 ? [] : tableLines(['step', 'template', 'reached', 'sent', 'skipped', 'failed'], rows);
}

function goalLines({ goal, lift }: ReportAnswer): string[] {
  if (goal.count === 0 && lift.heldOut.entered === 0) return [];
  const { mailed, heldOut, difference, relative } = lift;
  const rows = [
    ['mailed', mailed.entered, mailed.goals, mailed.value, rateText(mailed.rate)],
    ['held out', heldOut.entered, heldOut.goals, heldOut.value, rateText(heldOut.rate)],
  ];
  return [...tableLines(['', 'entered', 'goals', 'value', 'rate'], rows), liftText(difference, relative)];
}

function rateText(rate: number | null): string {
  return rate === null ? '' : percent(rate);
}

function liftText(difference: number | null, relative: number | null): string {
  if (difference === null) return 'lift unknown: nobody is on one of the sides yet';
  const points = `${difference < 0 ? '' : '+'}${(difference * 100).toFixed(1)} points`;
  return relative === null ? `lift ${points}` : `lift ${points}, ${relative < 0 ? '' : '+'}${percent(relative)}`;
}

function dayLines({ days }: ReportAnswer): string[] {
  const rows = days.map((each) => [
    each.day,
    each.entered,
    each.sent,
    each.delivered,
    sum(each.skipped),
    each.goal.count,
  ]);
  return days.length === 0 ? [] : tableLines(['day', 'entered', 'sent', 'delivered', 'skipped', 'goals'], rows);
}

function sum(reasons: Readonly<Record<string, number>>): number {
  return Object.values(reasons).reduce((all, each) => all + each, 0);
}
