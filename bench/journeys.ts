import type { RunningHeed } from '../test/flows/local-run.ts';
import { profileIds } from './events.ts';
import { dollars, figure, type Part, table } from './row.ts';
import { added, putSingly, type Spent, scaled, spentBy, usdOf } from './run-calls.ts';

const FEW = 100;
const MANY = 500;
const BUDGET = 8;
const MILLION = 1_000_000;

/**
 * What 1,000,000 journeys with three waits cost: the difference between many and few on a clock that is moved, so that sweeps
 * and daily work, which cost the same for either, are not counted again for each.
 */
export async function journeys(heed: RunningHeed): Promise<Part> {
  const few = await travel(heed, 'few', FEW);
  const many = await travel(heed, 'many', MANY);
  const spent = scaled(added(many, few, -1), MILLION / (MANY - FEW));
  const usd = usdOf(spent);
  const lines = [...spent].map(([name, each]) => [name, figure(each.quantity), dollars(each.usd)]);
  return {
    rows: [
      {
        what: '1,000,000 journeys with three waits, the event that starts them included',
        measured: dollars(usd),
        budget: `<= ${dollars(BUDGET)}`,
        met: usd <= BUDGET,
      },
    ],
    details: `### What 1,000,000 journeys are made of

${table(['unit', 'quantity', ''], lines)}

The difference between ${MANY} and ${FEW} journeys that began within one minute, scaled.`,
  };
}

async function travel(heed: RunningHeed, prefix: string, count: number): Promise<Spent> {
  const started = profileIds(prefix, count).map((profileId) => ({
    type: 'trial.started',
    profileId,
    properties: { plan: 'gold', trial: 't-1' },
  }));
  const spent = await spentBy(heed, async () => {
    await putSingly(heed, started);
    await heed.quiet();
    await heed.advance('P3DT1H');
  });
  const profile = await heed.profile(`${prefix}-0`);
  const enrollments = (profile?.['enrollments'] ?? []) as readonly unknown[];
  if (enrollments.length > 0) throw new Error('a journey of the bench has not ended');
  return spent;
}
