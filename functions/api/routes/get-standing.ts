import { getStanding as endpoint } from '../../../shared/api/standing.ts';
import { sendersOf } from '../../../shared/content/senders.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { highestSpamRate } from '../../../shared/messages/spam-rate.ts';
import { route } from '../route.ts';

/**
 * GET /api/standing: what decides whether mail of this deployment is welcome and can be found again: the release, where links point
 * to, the sender domains, and what Gmail said of them (P-83). `heed doctor` asks it.
 */
export const getStanding = route(endpoint, async (_request, { releases, spamRates, linkOrigin, clock }) => {
  const [{ number, content }, rates] = await Promise.all([releases.active(), spamRates.all()]);
  const { permission, sending } = content.settings;
  const { warn, stop, holdsFor } = permission.spamRate;
  const highest = highestSpamRate(rates, clock(), holdsFor)?.percent ?? 0;
  return {
    status: 200,
    body: {
      release: number,
      linkOrigin,
      senders: number === 0 ? [] : sendersOf(content.settings),
      paused: sending.paused,
      spamRate: { warn, stop, marketing: highest >= stop ? ('stopped' as const) : ('running' as const) },
      spamRates: rates.map(({ toldAt, ...rate }) => ({ ...rate, toldAt: isoInstant(toldAt) })),
    },
  };
});
