import * as z from 'zod';
import { isWithin, sendersOf } from '../../../shared/content/senders.ts';
import { DAY, isoDay } from '../../../shared/kernel/instants.ts';
import { highestSpamRate } from '../../../shared/messages/spam-rate.ts';
import { parseBody, parseJson } from '../json-body.ts';
import { fieldProblem } from '../problem.ts';
import type { ApiRoute } from '../route.ts';

const domain = z
  .string('is required: the domain as Postmaster Tools has it')
  .toLowerCase()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'is no domain');
const day = z.iso.date('is required: the day that the rate is of, such as 2026-11-20');
const percent = z
  .number('is required: the percentage of mails called spam; Google leaves out a 0, then say 0')
  .min(0, 'is below 0')
  .max(100, 'is above 100');
const simple = z.object({ domain, day, percent });

/** What `domains.trafficStats.get` of the Postmaster Tools API answers, as it is. */
const trafficStats = z
  .object({
    name: z.string().regex(/^domains\/[^/]+\/trafficStats\/\d{8}$/, 'is not as domains/<domain>/trafficStats/<day>'),
    userReportedSpamRatio: z.number('is required: Google leaves out a 0, then say 0').min(0).max(1),
  })
  .transform(({ name, userReportedSpamRatio }) => {
    const [, of = '', , date = ''] = name.split('/');
    const iso = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    return { domain: of.toLowerCase(), day: iso, percent: Math.round(userReportedSpamRatio * 1e6) / 1e4 };
  })
  .pipe(simple);

/** Which of the two was meant is told by a member that only one of them has. */
function schemaFor(body: unknown): z.ZodType<z.infer<typeof simple>> {
  return body !== null && typeof body === 'object' && 'name' in body ? trafficStats : simple;
}

/**
 * POST /api/standing/spam-rate `{ domain, day, percent }`, or the answer of Postmaster Tools: what Gmail says of a sender domain on
 * a day (P-83, docs/decisions/0019-gmail-spam-rate.md). A day before the newest known one changes nothing. Refuses domains that
 * nothing is sent from: their rate must not stop anything.
 */
export const tellSpamRate: ApiRoute = {
  method: 'POST',
  path: '/api/standing/spam-rate',
  async answer(request, world) {
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
    return { status: 200, body: { ...told, warn, stop, marketing: highest >= stop ? 'stopped' : 'running' } };
  },
};
