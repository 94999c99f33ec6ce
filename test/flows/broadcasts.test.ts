import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consentRecorded, happen, mailsOf, profileOf } from './flow-people.ts';
import { flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

/** What a story reads of GET /api/jobs. */
interface JobTold {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly people: number;
}

const birthday = `topic: offers
enroll: existing-too
trigger: { date: { path: profile.birthday, yearly: true, at: "09:00" } }
steps:
  - send: reminder
`;

const seasonal = (trigger: string) => `topic: offers
trigger: { schedule: ${trigger} }
audience: { profile: { country: [DE] } }
steps:
  - send: welcome
`;

let heed: RunningHeed;
let today: string;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: flowWorkspace({}) });
  // Noon of the day after tomorrow: whatever the hour is, what is due that day lies ahead.
  await heed.advanceTo(`${dayAhead(await heed.now(), 2)}T11:00:00Z`);
  today = (await heed.now()).slice(0, 10);
  await happen(heed, consentRecorded('anna', { country: 'DE', birthday: `1990-${dayAhead(today, 7).slice(5)}` }));
  await happen(heed, consentRecorded('bert', { country: 'DE' }));
  await happen(heed, consentRecorded('cleo', { country: 'FR' }));
});
afterAll(() => heed?.stop());

function dayAhead(from: string, days: number): string {
  return new Date(Date.parse(from.slice(0, 10)) + days * 86_400_000).toISOString().slice(0, 10);
}

async function publish(campaigns: Readonly<Record<string, string>>): Promise<void> {
  const answer = await heed.api('POST', '/api/workspace', { files: flowWorkspace(campaigns) });
  expect(answer).toMatchObject({ status: 200 });
}

async function jobs(): Promise<readonly JobTold[]> {
  return ((await heed.api('GET', '/api/jobs')).body as { jobs: readonly JobTold[] }).jobs;
}

describe('a broadcast', () => {
  test('goes to its audience on its day, at the hour of the settings zone, once; of a day that was nothing is sent', async () => {
    await publish({
      season: seasonal(`{ on: "${dayAhead(today, 1)}", at: "10:00" }`),
      late: seasonal(`{ on: "${today}", at: "06:00" }`),
    });
    const reach = await heed.api('GET', '/api/campaigns/season/reach');
    expect(reach.body).toMatchObject({
      people: 3,
      reachable: { now: 2, later: 0 },
      refused: { notEntered: 1, because: { 'not-in-audience': 1 } },
      next: null,
    });
    await heed.advance('P3D');
    const [mail, ...others] = await mailsOf(heed, 'anna');
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ subject: 'Welcome' });
    expect(mail?.at.slice(0, 10)).toBe(dayAhead(today, 1));
    expect(await mailsOf(heed, 'bert')).toHaveLength(1);
    expect(await mailsOf(heed, 'cleo')).toEqual([]);
    expect(await jobs()).toMatchObject([{ kind: 'broadcast', campaign: 'season', state: 'done', people: 3 }]);
  });

  test('goes on once where its function dies at any of its calls', async () => {
    await publish({ again: seasonal(`{ on: "${dayAhead(today, 4)}", at: "10:00" }`) });
    for (const [service, action] of [
      ['dynamodb', 'UpdateItem'],
      ['sqs', 'SendMessageBatch'],
      ['dynamodb', 'Scan'],
    ]) {
      await heed.fault({ service, action, function: 'jobs', times: 1, kill: true });
    }
    await heed.advance('P2D');
    expect(await mailsOf(heed, 'bert')).toHaveLength(2);
    expect((await jobs())[0]).toMatchObject({ campaign: 'again', state: 'done' });
  });

  test('`existing-too` arms those who said their day before the campaign was published', async () => {
    await publish({ birthday });
    await heed.quiet();
    expect((await jobs())[0]).toMatchObject({ kind: 'arm', campaigns: ['birthday'], state: 'done', people: 3 });
    await publish({ birthday });
    expect((await jobs()).filter(({ kind }) => kind === 'arm')).toHaveLength(1);
    await heed.advance('P3D');
    const subjects = (await mailsOf(heed, 'anna')).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject === 'Your cart is waiting')).toHaveLength(1);
    expect((await profileOf(heed, 'bert')).enrollments).toEqual([]);
  });

  test('whose moment falls into a pause is listed as skipped, and is a warning once it is over', async () => {
    const files = flowWorkspace({ resting: seasonal(`{ on: "${dayAhead(await heed.now(), 1)}", at: "10:00" }`) });
    const file = 'campaigns/resting.yaml';
    const paused = { ...files, [file]: (files[file] ?? '').replace('active', 'paused') };
    const before = await mailsOf(heed, 'bert');
    expect((await heed.api('POST', '/api/workspace', { files: paused })).status).toBe(200);
    await heed.advance('P2D');
    const again = await heed.api('POST', '/api/workspace', { files });
    expect(again).toMatchObject({ status: 200, body: { warnings: [{ file, path: 'trigger.schedule.on' }] } });
    await heed.advance('PT1H');
    expect((await jobs())[0]).toMatchObject({ campaign: 'resting', state: 'skipped', people: 0 });
    expect(await mailsOf(heed, 'bert')).toEqual(before);
  });
});
