import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callsDuring, type FaultPoint } from './fault-points.ts';
import { walk } from './fault-walk.ts';
import { cartAbandoned, consentRecorded, happen, happenInTime, mailsOf, profileOf } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';
import { tracesOf } from './traces-of.ts';

const daily = `topic: offers
reentry: always
trigger: { schedule: { rrule: "FREQ=DAILY", at: "10:00" } }
audience: { profile: { city: [Berlin] } }
steps:
  - send: welcome
`;

const birthday = `topic: offers
trigger: { date: { path: profile.birthday, yearly: true, at: "09:00" }, enroll: existing-too }
steps:
  - send: reminder
`;

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: flowWorkspace({ daily, carts: cartReminder }) });
});
afterAll(() => heed?.stop());

interface Ended {
  readonly mails: number;
  readonly job: string | undefined;
}

/** Who gets no answer asks again, as every client of the API does. */
async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const first = await heed.api(method, path, body);
  const { status, body: told } = first.status < 500 ? first : await heed.api(method, path, body);
  expect(status).toBe(200);
  return told;
}

async function lastJob(): Promise<string | undefined> {
  const body = await ask('GET', '/api/jobs');
  return (body as { readonly jobs: readonly { readonly state: string }[] }).jobs[0]?.state;
}

/** A day's broadcast to one of two people. */
async function aDayPasses(): Promise<Ended> {
  const before = (await mailsOf(heed, 'berliner')).length;
  await heed.advance('P1D');
  expect(await mailsOf(heed, 'hamburger')).toEqual([]);
  return { mails: (await mailsOf(heed, 'berliner')).length - before, job: await lastJob() };
}

const publish = (campaigns: Readonly<Record<string, string>>) =>
  ask('POST', '/api/workspace', { files: flowWorkspace(campaigns) });

/** Somebody whose birthday was known before the campaign was, two days ahead. */
async function aBirthdayComes(name: string): Promise<Ended> {
  const day = new Date(Date.parse(await heed.now()) + 2 * 86_400_000).toISOString().slice(5, 10);
  await happen(heed, consentRecorded(name, { birthday: `1990-${day}` }));
  await publish({ [`b-${name.replaceAll('.', '-').toLowerCase()}`]: birthday });
  await heed.advance('PT1H');
  const job = await lastJob();
  await heed.advance('P3D');
  return { mails: (await mailsOf(heed, name)).length, job };
}

/** What the API says of somebody who had a mail and is erased. */
async function anErasure(name: string): Promise<unknown> {
  await happen(heed, consentRecorded(name), cartAbandoned(name));
  await happenInTime(heed, { type: 'profile.erased', profileId: name });
  await heed.advance('PT2H');
  return heed.profile(name);
}

/** A bounce that a human takes back. */
async function aLift(name: string): Promise<{ readonly suppression: unknown; readonly mails: number }> {
  await happen(heed, consentRecorded(name), cartAbandoned(name, 'k-1'));
  const [mail] = await mailsOf(heed, name);
  await heed.feedback(String(mail?.id), { type: 'bounce', bounceType: 'Permanent', bounceSubType: 'General' });
  await heed.quiet();
  expect((await profileOf(heed, name)).suppression).not.toBeNull();
  await ask('POST', `/api/profiles/${name}/lift-suppression`, { by: 'eva', reason: 'wrote from it' });
  await heed.advance('PT2H');
  await happen(heed, cartAbandoned(name, 'k-2'));
  return { suppression: (await profileOf(heed, name)).suppression, mails: (await mailsOf(heed, name)).length };
}

/** HEED_LONG=1 walks every call; else the first of a kind stands for the others. */
const isLong = process.env.HEED_LONG === '1';
const MOST = isLong ? Number.POSITIVE_INFINITY : 1;

interface Walked<Result> {
  /** Begins the names of its people. */
  readonly what: string;
  readonly functions: readonly FaultPoint['function'][];
  readonly story: (name: string) => Promise<Result>;
  readonly usual: Result;
}

/** Kills the functions before each call that they make in the story, one telling a call. Gives where. */
async function walkAll<Result>(walked: Walked<Result>): Promise<readonly string[]> {
  const { what, functions, usual } = walked;
  const story = (name: string) => walked.story(`${what}.${name}`);
  const points = await callsDuring(heed, functions, async () => expect(await story('first')).toEqual(usual));
  const killed: string[] = [];
  for (const point of points) {
    const met = (nth: number, result: Result) => {
      const where = `${point.function} ${point.action} ${nth}`;
      expect({ [where]: result }).toEqual({ [where]: usual });
      killed.push(where);
    };
    await walk(heed, { point, misfortune: { kill: true }, story, usual, most: MOST, met });
  }
  return killed;
}

describe('a worker that dies before a call of', () => {
  test('a broadcast: everybody of the audience gets it once', async () => {
    await happen(
      heed,
      consentRecorded('berliner', { city: 'Berlin' }),
      consentRecorded('hamburger', { city: 'Hamburg' }),
    );
    const killed = await walkAll({
      what: 'broadcast',
      functions: ['sweep', 'jobs'],
      story: aDayPasses,
      usual: { mails: 1, job: 'done' },
    });
    expect(killed).toEqual(
      expect.arrayContaining(['sweep PutItem 0', 'jobs Scan 0', 'jobs SendMessageBatch 0', 'jobs UpdateItem 0']),
    );
  });

  test('`existing-too`: whose day was known is armed once', async () => {
    const killed = await walkAll({
      what: 'arm',
      functions: ['api', 'jobs'],
      story: aBirthdayComes,
      usual: { mails: 1, job: 'done' },
    });
    expect(killed).toEqual(
      expect.arrayContaining([
        'api TransactWriteItems 0',
        'api SendMessageBatch 0',
        'jobs Scan 0',
        'jobs UpdateItem 0',
      ]),
    );
  });

  // Its looks into the queues take two seconds each time: half a minute in all.
  test.skipIf(!isLong)('an erasure: nothing is left (P-56)', async () => {
    await publish({ carts: cartReminder });
    const killed = await walkAll({
      what: 'erase',
      functions: ['jobs'],
      story: anErasure,
      usual: null,
    });
    expect(killed).toEqual(
      expect.arrayContaining(['jobs TransactWriteItems 0', 'jobs DeleteItem 0', 'jobs PutItem 0']),
    );
    // The addresses of all begin alike.
    expect(await tracesOf(heed, 'mail.erase.')).toEqual([]);
  });

  test('a lift: the address is free on both sides (P-84)', async () => {
    await publish({ carts: cartReminder });
    const killed = await walkAll({
      what: 'lift',
      functions: ['jobs'],
      story: aLift,
      usual: { suppression: null, mails: 2 },
    });
    expect(killed).toEqual(expect.arrayContaining(['jobs DeleteSuppressedDestination 0', 'jobs UpdateItem 0']));
  });

  test('in the end no function was refused a call', async () => {
    expect((await heed.control('GET', '/denied')).body).toEqual([]);
  });
});
