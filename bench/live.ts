import { setTimeout as pause } from 'node:timers/promises';
import type { CostReport } from '../local/aws/costs.ts';
import { type RunningHeed, startLocalRun } from '../test/flows/local-run.ts';
import { costTables } from './cost-tables.ts';
import { oneKilobyte, profileIds } from './events.ts';
import { journeys } from './journeys.ts';
import { median } from './measure.ts';
import { figure, type Part, type Row } from './row.ts';
import { costs, quiet, recruit } from './run-calls.ts';
import { files } from './world.ts';

const LATENCY_BUDGET_MS = 60;
const LATENCIES = 30;
const UNASKED = 200;

/** What is measured on one local run, from outside. */
export async function live(): Promise<Part> {
  const heed = await startLocalRun({ workspace: files });
  try {
    const latency = await eventToInbox(heed);
    const unasked = await eventNobodyAsks(heed);
    const parts = [{ rows: [latency, unasked] }, await costTables(heed), await journeys(heed)];
    return {
      rows: parts.flatMap(({ rows }) => rows),
      details: parts.flatMap(({ details }: Part) => details ?? []).join('\n\n'),
    };
  } finally {
    await heed.stop();
  }
}

/** One event after another on a run that has nothing else to do. */
async function eventToInbox(heed: RunningHeed): Promise<Row> {
  const people = profileIds('latency', LATENCIES + 5);
  await recruit(heed, people);
  const taken: number[] = [];
  for (const [n, profileId] of people.entries()) {
    const before = (await heed.inbox()).length;
    const from = performance.now();
    await heed.putEvents(oneKilobyte('cart.abandoned', profileId, n));
    while ((await heed.inbox()).length === before) await pause(1);
    taken.push(performance.now() - from);
    await quiet(heed);
  }
  // The first ones still compile.
  const warm = taken.slice(5);
  const p50 = median(warm);
  return {
    what: `event to inbox, idle local run, ${LATENCIES} one after another`,
    measured: `p50 ${figure(p50)} ms, p95 ${figure(median(warm, 0.95))} ms`,
    budget: `p50 <= ${LATENCY_BUDGET_MS} ms`,
    met: p50 <= LATENCY_BUDGET_MS,
  };
}

async function eventNobodyAsks(heed: RunningHeed): Promise<Row> {
  const people = profileIds('unasked', UNASKED);
  await recruit(heed, people);
  const before = await costs(heed);
  await heed.putEvents(...people.map((profileId, n) => oneKilobyte('page.viewed', profileId, n)));
  await quiet(heed);
  const written = unitsIn(await costs(heed), 'write-units') - unitsIn(before, 'write-units');
  return {
    what: `an event nobody asks about: writes of ${UNASKED}`,
    measured: `${written} write units`,
    budget: '0 writes',
    met: written === 0,
  };
}

function unitsIn({ rows }: CostReport, unit: string): number {
  return rows.filter((row) => row.unit === unit).reduce((sum, { quantity }) => sum + quantity, 0);
}
