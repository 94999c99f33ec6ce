import type { Problem } from '../../../shared/kernel/errors.ts';
import { isoDay, parseInstant } from '../../../shared/kernel/instants.ts';
import { reportOf } from '../../../shared/person/report.ts';
import { campaignOf } from '../active-campaign.ts';
import { fieldProblem } from '../problem.ts';
import type { ApiRoute } from '../route.ts';
import { campaignHead } from './list-campaigns.ts';

/**
 * GET /api/campaigns/{id}/report?from=&to=: what a campaign did on these UTC days, both included; all of its days without them.
 * Counts follow within seconds.
 */
export const getReport: ApiRoute = {
  method: 'GET',
  path: '/api/campaigns/{id}/report',
  async answer(request, world) {
    const from = dayOf(request.query.get('from'));
    const to = dayOf(request.query.get('to'));
    const wrong = problemsOf({ from, to });
    if (wrong.length > 0) return fieldProblem(400, 'The report cannot be given.', wrong);
    const found = campaignOf(await world.releases.active(), request.params.id ?? '');
    if ('answer' in found) return found.answer;
    const { campaign } = found;
    const days = { from: from ?? null, to: to ?? null };
    const report = reportOf(campaign, await world.counts.read(campaign.id, days));
    return { status: 200, body: { campaign: campaign.id, ...campaignHead(campaign), ...days, ...report } };
  },
};

/** The UTC day that a date or an instant names; null where none is given, undefined for what is neither. */
function dayOf(text: string | null): string | null | undefined {
  if (text === null || text === '') return null;
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  return at === null ? undefined : isoDay(at);
}

function problemsOf(days: Readonly<Record<'from' | 'to', string | null | undefined>>): Problem[] {
  const { from, to } = days;
  const problems = (['from', 'to'] as const).flatMap((field) =>
    days[field] === undefined ? [{ field, message: 'takes a day such as 2026-11-21, or an instant' }] : [],
  );
  if (from && to && from > to) problems.push({ field: 'to', message: 'is before `from`' });
  return problems;
}
