import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { heed as command, folderWith } from '../cli/heed-command.ts';
import {
  addressOf,
  cartAbandoned,
  consentRecorded,
  explain,
  happen,
  mailsOf,
  orderPlaced,
  profileOf,
  theMailOf,
  timelineOf,
} from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

const EVIDENCE = [
  '--topic',
  'offers',
  '--basis',
  'express-doi',
  '--method',
  'web-form',
  '--text',
  'Yes, I want offers.',
  '--source',
  'shop database',
];

/** The date that every row claims: long before anything that happens here. */
const GRANTED = '2026-03-03';

let heed: RunningHeed;
let folder: string;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder }));
  folder = folderWith({});
});

interface Told {
  readonly accepted: number;
  readonly refusals: readonly { readonly line: number; readonly reason: string; readonly profileId: string | null }[];
}

async function imported(
  file: string,
  rows: readonly string[],
  ...args: string[]
): Promise<{ code: number; told: Told }> {
  writeFileSync(`${folder}/${file}`, `${rows.join('\n')}\n`);
  const { code, out } = await command(['import', file, '--api', heed.endpoints.api, '--json', ...args], folder);
  await heed.quiet();
  return { code, told: JSON.parse(out) as Told };
}

const HEAD = 'profileId,email,consent.grantedAt,traits.country,traits.timeZone';
const rowOf = (profileId: string) => `${profileId},${addressOf(profileId)},${GRANTED},DE,Europe/Berlin`;

async function stateOf(profileId: string): Promise<string | undefined> {
  return (await profileOf(heed, profileId)).consents.find(({ topic }) => topic === 'offers')?.state;
}

describe('an imported file', () => {
  test('adds permission with its evidence, and the person gets mail from then on (P-45)', async () => {
    const { code, told } = await imported('people.csv', [HEAD, rowOf('added')], ...EVIDENCE);
    expect({ code, told }).toMatchObject({ code: 0, told: { accepted: 1 } });
    expect(await profileOf(heed, 'added')).toMatchObject({
      traits: { email: addressOf('added'), country: 'DE' },
      consents: [{ topic: 'offers', state: 'granted', basis: 'express-doi' }],
    });
    expect(await mailsOf(heed, 'added')).toHaveLength(0);
    await happen(heed, cartAbandoned('added'));
    expect((await theMailOf(heed, 'added')).to).toEqual([addressOf('added')]);
  });

  test('run again it makes no double: no event counts twice, no evidence is written twice', async () => {
    const rows = [HEAD, rowOf('imported-again'), rowOf('again-2')];
    await imported('again.csv', rows, ...EVIDENCE);
    const before = [await timelineOf(heed, 'imported-again'), await profileOf(heed, 'imported-again')];
    const unchanged = await command(['import', 'again.csv', '--api', heed.endpoints.api, ...EVIDENCE], folder);
    expect(unchanged.code).toBe(0);
    // Written anew it is another import, and still says nothing new.
    expect((await imported('again.csv', rows, ...EVIDENCE)).told.accepted).toBe(2);
    const [timeline, profile] = [await timelineOf(heed, 'imported-again'), await profileOf(heed, 'imported-again')];
    expect(timeline).toEqual(before[0]);
    expect(timeline.filter(({ kind }) => kind === 'consent.granted')).toHaveLength(1);
    expect(profile.consents).toEqual((before[1] as typeof profile).consents);
  });

  test('lowers permission without asking for any proof', async () => {
    await happen(heed, consentRecorded('lowered'));
    const { code } = await imported(
      'optouts.csv',
      ['profileId,email', `lowered,${addressOf('lowered')}`],
      '--as',
      'withdrawn',
    );
    expect({ code, state: await stateOf('lowered') }).toEqual({ code: 0, state: 'withdrawn' });
    expect(await explain(heed, 'lowered', 'cart-abandoned')).toMatchObject({ because: { reason: 'unsubscribed-all' } });
  });

  test('never revives a withdrawal, nor lifts a suppression: those rows are refused and change nothing (P-44, P-45)', async () => {
    await happen(heed, consentRecorded('withdrawn'), consentRecorded('bounced'), cartAbandoned('bounced'));
    await heed.feedback((await theMailOf(heed, 'bounced')).id, { type: 'bounce' });
    await happen(heed, {
      type: 'consent.withdrawn',
      profileId: 'withdrawn',
      properties: { topics: ['offers'], method: 'phone' },
    });
    const sameAddress = rowOf('withdrawn').replace('withdrawn,', 'another-id,');
    const { code, told } = await imported(
      'revive.csv',
      [HEAD, rowOf('fresh'), rowOf('withdrawn'), rowOf('bounced'), sameAddress],
      ...EVIDENCE,
    );
    expect({ code, told }).toMatchObject({
      code: 1,
      told: {
        accepted: 1,
        refusals: [
          { line: 3, profileId: 'withdrawn', reason: 'withdrawn' },
          { line: 4, profileId: 'bounced', reason: 'suppressed' },
          { line: 5, profileId: 'another-id', reason: 'withdrawn' },
        ],
      },
    });
    expect(await stateOf('withdrawn')).toBe('withdrawn');
    expect((await profileOf(heed, 'bounced')).suppression).toMatchObject({ reason: 'hard-bounce' });
    expect(await heed.profile('another-id')).toBeNull();
  });

  test('without proof brings facts alone', async () => {
    const { code, told } = await imported('facts.csv', ['profileId,email', `facts,${addressOf('facts')}`]);
    expect({ code, told }).toMatchObject({
      code: 0,
      told: { accepted: 1, facts: 1, notes: [expect.stringContaining('No permission was imported')] },
    });
    expect(await profileOf(heed, 'facts')).toMatchObject({ traits: { email: addressOf('facts') }, consents: [] });
  });
});

describe('imported events', () => {
  test('are facts that start nothing', async () => {
    await happen(heed, consentRecorded('history'));
    const past = { occurredAt: '2026-03-05T10:00:00Z' };
    const lines = [
      { ...cartAbandoned('history'), ...past },
      { ...orderPlaced('history'), ...past },
    ].map((event) => JSON.stringify(event));
    writeFileSync(`${folder}/history.jsonl`, `${lines.join('\n')}\n`);
    const { code, out } = await command(
      ['import', 'events', 'history.jsonl', '--api', heed.endpoints.api, '--json'],
      folder,
    );
    expect({ code, told: JSON.parse(out) }).toMatchObject({ code: 0, told: { events: 2 } });
    await heed.quiet();
    expect(await heed.profile('history')).toMatchObject({
      events: { 'order.placed': { count: 1, first: '2026-03-05T10:00:00.000Z' } },
      enrollments: [],
    });
    expect(await mailsOf(heed, 'history')).toHaveLength(0);
  });
});
