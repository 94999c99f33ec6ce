import type * as z from 'zod';
import { tellSpamRate as endpoint, spamRateTold, trafficStats } from '../../../shared/api/standing.ts';
import { isWithin, sendersOf } from '../../../shared/content/senders.ts';
import { DAY, isoDay } from '../../../shared/kernel/instants.ts';
import { highestSpamRate } from '../../../shared/messages/spam-rate.ts';
import { parseBody, parseJson } from '../json-body.ts';
import { fieldProblem } from '../problem.ts';
import { route } from '../route.ts';

/** Which of the two was meant is told by a member that only one of them has. */
function schemaFor(body: unknown): z.ZodType<z.output<typeof spamRateTold>> {
  return body !== null && typeof body === 'object' && 'name' in body ? trafficStats : spamRateTold;
}

/**
 * POST /api/standing/spam-rate `{ domain, day, percent }`, or the answer of Postmaster Tools: what Gmail says of a sender domain on
 * a day (P-83, docs/decisions/0019-gmail-spam-rate.md). A day before the newest known one changes nothing. Refuses domains that
 * nothing is sent from: their rate must not stop anything.
 */
export const tellSpamRate = route(endpoint, async (request, world) => {
  const json = parseJson(request.body);
  if (!json.ok) return json.answer;
  const body = parseBody(request.body, schemaFor(json.value));
  if (!body.ok) return body.answer;
  const told = body.value;
  const now = world.clock();
  if (told.day > isoDay(now + DAY)) {
    return fieldProblem(400, 'The day is not over yet.', [{ field: 'day', message: 'lies ahead' }]);
  }
  const { settings } = (await world.releases.active()).content;
  if (!sendersOf(settings).some((sender) => isWithin(sender.domain, told.domain))) {
    return fieldProblem(400, 'Nothing is sent from this domain.', [
      { field: 'domain', message: 'is neither the domain of brand.from or brand.transactionalFrom nor one above it' },
    ]);
  }
  await world.spamRates.tell({ ...told, toldAt: now });
  const { stop, warn, holdsFor } = settings.permission.spamRate;
  const highest = highestSpamRate(await world.spamRates.all(), now, holdsFor)?.percent ?? 0;
  return {
    status: 200,
    body: { ...told, warn, stop, marketing: highest >= stop ? ('stopped' as const) : ('running' as const) },
  };
});
