import { afterAll, beforeAll, expect, test } from 'vitest';
import { flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

/*
 * HEED_LONG=1: minutes of work. A broadcast to 10,000 people who all wait an hour from the same moment, so that they are due in
 * the same millisecond; each wakes once.
 */
const isLong = process.env.HEED_LONG === '1';
const PEOPLE = Number(process.env.HEED_CROWD ?? 10_000);
/** Few to an entry, so that an invocation of `decide` gets through 50 of them on this machine. */
const BATCH = 20;
const MINUTES = 60_000;

const campaign = (day: string) => `topic: offers
trigger: { schedule: { on: "${day}", at: "10:00" } }
steps:
  - wait: PT1H
  - set: { woken: true }
  - wait: P30D
`;

let heed: RunningHeed;
beforeAll(async () => {
  if (isLong) heed = await startLocalRun({ workspace: flowWorkspace({}) });
});
afterAll(() => heed?.stop());

async function quiet(): Promise<void> {
  for (;;) {
    const { status } = await heed.control('POST', '/quiet');
    if (status === 200) return;
  }
}

/** How many the broadcast was told to. */
async function told(): Promise<number> {
  const { body } = await heed.api('GET', '/api/jobs');
  return (body as { readonly jobs: readonly { readonly people: number }[] }).jobs[0]?.people ?? 0;
}

async function writeUnits(): Promise<number> {
  const { body } = await heed.control('GET', '/costs');
  const { rows } = body as { readonly rows: readonly { readonly unit: string; readonly quantity: number }[] };
  return rows.find(({ unit }) => unit === 'write-units')?.quantity ?? 0;
}

test.skipIf(!isLong)(
  'people who are due in the same minute are woken once each',
  async () => {
    const ids = Array.from({ length: PEOPLE }, (_, n) => `crowd-${n}`);
    for (let from = 0; from < PEOPLE; from += BATCH) {
      const events = ids.slice(from, from + BATCH).map((profileId) => ({
        type: 'profile.updated',
        profileId,
        eventId: `${profileId}-in`,
        traits: { country: 'DE' },
      }));
      expect((await heed.api('POST', '/api/events', events)).status).toBe(202);
    }
    await quiet();
    await heed.advanceTo(`${(await heed.now()).slice(0, 10)}T23:30:00Z`);
    const day = new Date(Date.parse(await heed.now()) + 86_400_000).toISOString().slice(0, 10);
    const files = flowWorkspace({ crowd: campaign(day) });
    expect(await heed.api('POST', '/api/workspace', { files })).toMatchObject({ status: 200 });
    await heed.advanceTo(`${day}T09:30:00Z`);
    await quiet();
    expect(await told()).toBe(PEOPLE);
    const [begun, written] = [performance.now(), await writeUnits()];
    await heed.advanceTo(`${day}T12:00:00Z`);
    await quiet();
    const seconds = (performance.now() - begun) / 1_000;
    const each = ((await writeUnits()) - written) / PEOPLE;
    console.info(`${PEOPLE} due at once: ${seconds.toFixed(1)} s, ${each.toFixed(2)} write units each`);
    for (const id of ids) expect(await heed.profile(id ?? '')).toMatchObject({ traits: { woken: true } });
  },
  20 * MINUTES,
);
