import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heed as command } from '../cli/heed-command.ts';
import { addressOf, cartAbandoned, consentRecorded, explain, happen, mailsOf, profileOf } from './flow-people.ts';
import { cartReminder, type Files, flowWorkspace, settingsWith } from './flow-workspace.ts';
import { type CompanyEvent, type RunningHeed, startLocalRun } from './local-run.ts';

const oneMail = (rules: string) => `topic: offers
trigger: { event: cart.abandoned }
key: properties.cartId
${rules}
steps:
  - send: reminder
`;

/** Every campaign has its own trigger, so that each story is about one of them. */
const campaigns: Files = {
  always: cartReminder,
  austria: oneMail('audience: { profile: { country: [AT] } }').replace('cart.abandoned', 'cart.austria'),
  nobody: oneMail('holdout: 100').replace('cart.abandoned', 'cart.holdout'),
  once: oneMail('reentry: never').replace('cart.abandoned', 'cart.once'),
  weekly: oneMail('reentry: { after: P7D, per: key }').replace('cart.abandoned', 'cart.weekly'),
};

let heed: RunningHeed;
beforeAll(async () => {
  const quiet = settingsWith('{ from: "21:00", to: "08:00" }');
  heed = await startLocalRun({ workspace: flowWorkspace(campaigns, { 'settings.yaml': quiet }) });
});
afterAll(() => heed?.stop());

const zones = [
  'Pacific/Honolulu',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Pacific/Auckland',
];

function hourIn(timeZone: string, now: string): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(now)),
  );
}

/** A zone where it is day (or night) by the run's clock, well away from the edges of the quiet hours. */
async function zoneWhere(part: 'day' | 'night'): Promise<string> {
  const now = await heed.now();
  const fits = (hour: number) => (part === 'day' ? hour >= 9 && hour < 20 : hour >= 22 || hour < 6);
  const zone = zones.find((each) => fits(hourIn(each, now)));
  if (!zone) throw new Error(`it is ${part} nowhere at ${now}`);
  return zone;
}

async function somebody(profileId: string, traits: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await happen(heed, consentRecorded(profileId, { timeZone: await zoneWhere('day'), ...traits }));
}

function left(type: string, profileId: string, eventId: string, cartId = 'k-1'): CompanyEvent {
  return { ...cartAbandoned(profileId, cartId, `${eventId}-${profileId}`), type };
}

function withdrawn(profileId: string, properties: Readonly<Record<string, unknown>>): CompanyEvent {
  return { type: 'consent.withdrawn', profileId, properties: { ...properties, method: 'support-desk' } };
}

describe('no mail, and explain names the gate', () => {
  test('for somebody who never asked', async () => {
    const traits = { email: addressOf('never'), timeZone: await zoneWhere('day') };
    await happen(heed, { ...cartAbandoned('never'), traits });
    expect(await mailsOf(heed, 'never')).toEqual([]);
    const answer = await explain(heed, 'never', 'always');
    expect(answer).toMatchObject({ verdict: 'skip', because: { reason: 'no-consent', topic: 'offers' } });
    expect(answer.trace.at(-1)).toMatchObject({ gate: 'consent', verdict: 'skip', facts: { reason: 'no-consent' } });
  });

  test('for somebody without an address', async () => {
    await somebody('nowhere', { email: null });
    await happen(heed, cartAbandoned('nowhere'));
    expect(await explain(heed, 'nowhere', 'always')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'no-address' },
    });
  });

  test('for somebody who has asked and not confirmed', async () => {
    const traits = { email: addressOf('pending'), timeZone: await zoneWhere('day') };
    const properties = { topics: ['offers'], text: 'Yes, offers.', method: 'checkout' };
    await happen(heed, { type: 'subscription.requested', profileId: 'pending', traits, properties });
    await happen(heed, cartAbandoned('pending'));
    expect((await mailsOf(heed, 'pending')).map((mail) => mail.tags['topic'])).not.toContain('offers');
    expect(await explain(heed, 'pending', 'always')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'consent-pending' },
    });
  });

  test('for somebody who left the topic', async () => {
    await somebody('left');
    await happen(heed, withdrawn('left', { topics: ['offers'] }));
    await happen(heed, cartAbandoned('left'));
    expect(await mailsOf(heed, 'left')).toEqual([]);
    expect(await explain(heed, 'left', 'always')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'topic-opted-out', topic: 'offers', withdrawnAt: expect.stringMatching(/Z$/) },
    });
  });

  test('for whoever holds the address of somebody who stopped everything (P-52)', async () => {
    const email = 'shared.address@example.org';
    await somebody('stopper', { email });
    await somebody('sharer', { email });
    await happen(heed, withdrawn('stopper', { all: true }));
    await happen(heed, cartAbandoned('stopper'), cartAbandoned('sharer'));
    expect(await mailsOf(heed, 'stopper')).toEqual([]);
    expect(await mailsOf(heed, 'sharer')).toEqual([]);
    for (const id of ['stopper', 'sharer'])
      expect(await explain(heed, id, 'always')).toMatchObject({
        verdict: 'skip',
        because: { reason: 'unsubscribed-all' },
      });
  });

  test('for somebody outside of the audience, who does not even enter', async () => {
    await somebody('german', { country: 'DE' });
    await happen(heed, left('cart.austria', 'german', 'e'));
    expect(await mailsOf(heed, 'german')).toEqual([]);
    expect(await explain(heed, 'german', 'austria')).toMatchObject({
      verdict: 'not-entered',
      because: { reason: 'not-in-audience' },
    });
  });

  test('for the holdout, which enters and walks the same steps', async () => {
    await somebody('held-out');
    await happen(heed, left('cart.holdout', 'held-out', 'e'));
    expect(await mailsOf(heed, 'held-out')).toEqual([]);
    const answer = await explain(heed, 'held-out', 'nobody');
    expect(answer).toMatchObject({ verdict: 'skip', because: { reason: 'holdout', percent: 100 } });
    expect(answer.trace.at(-1)).toMatchObject({ gate: 'holdout', verdict: 'skip' });
  });

  test('for somebody who has been in a campaign that is entered once', async () => {
    await somebody('once-only');
    await happen(heed, left('cart.once', 'once-only', 'first'));
    await happen(heed, left('cart.once', 'once-only', 'second', 'k-2'));
    expect(await mailsOf(heed, 'once-only')).toHaveLength(1);
    expect(await explain(heed, 'once-only', 'once')).toMatchObject({
      verdict: 'not-entered',
      because: { reason: 'reentry', rule: 'never' },
    });
  });

  test('but what a trigger now would give is told beside it', async () => {
    await somebody('now-granted', { country: 'DE' });
    await happen(heed, left('cart.austria', 'now-granted', 'e'));
    await happen(heed, { type: 'profile.updated', profileId: 'now-granted', traits: { country: 'AT' } });
    const answer = await explain(heed, 'now-granted', 'austria');
    expect(answer.verdict).toBe('not-entered');
    expect(answer.now).toMatchObject({ verdict: 'send', because: null });
    expect(answer.now.trace.map((line) => line.gate)).toContain('consent');
  });

  test('and `heed explain` prints it', async () => {
    await somebody('told');
    await happen(heed, left('cart.holdout', 'told', 'e'));
    const { code, out } = await command(['explain', 'told', 'nobody', '--api', heed.endpoints.api]);
    expect(code).toBe(0);
    expect(out).toMatch(/^told, nobody: skip.*\(holdout\)/);
    expect(out).toContain('percent=100');
    const json = await command(['explain', 'told', 'nobody', '--api', heed.endpoints.api, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'skip', because: { reason: 'holdout' } });
  });
});

describe('reentry by key', () => {
  test('refuses the same cart for its time, and no other cart', async () => {
    await somebody('weekly');
    await happen(heed, left('cart.weekly', 'weekly', 'a', 'k-1'), left('cart.weekly', 'weekly', 'b', 'k-2'));
    await happen(heed, left('cart.weekly', 'weekly', 'c', 'k-1'));
    expect(await mailsOf(heed, 'weekly')).toHaveLength(2);
    const { because } = await explain(heed, 'weekly', 'weekly');
    expect(because).toMatchObject({ reason: 'reentry', per: 'key' });
    await heed.advance('P7D');
    await happen(heed, left('cart.weekly', 'weekly', 'd', 'k-1'));
    expect(await mailsOf(heed, 'weekly')).toHaveLength(3);
  });
});

describe('quiet hours', () => {
  test('hold a mail for the morning of the person, and then it goes out (P-92, P-94)', async () => {
    const timeZone = await zoneWhere('night');
    await happen(heed, consentRecorded('sleeper', { timeZone }));
    await happen(heed, cartAbandoned('sleeper'));
    expect(await mailsOf(heed, 'sleeper')).toEqual([]);
    const held = await explain(heed, 'sleeper', 'always');
    expect(held).toMatchObject({ verdict: 'hold', because: { reason: 'quiet-hours', zone: timeZone } });
    expect(hourIn(timeZone, held.until as string)).toBe(8);
    expect((await profileOf(heed, 'sleeper')).messages).toMatchObject([
      { status: 'held', reason: 'quiet-hours', notBefore: held.until },
    ]);

    await heed.advanceTo(new Date(Date.parse(held.until as string) - 1_000).toISOString());
    expect(await mailsOf(heed, 'sleeper')).toEqual([]);
    await heed.advance('PT61S');
    const [mail] = await mailsOf(heed, 'sleeper');
    expect(hourIn(timeZone, mail?.at as string)).toBe(8);
    expect(await explain(heed, 'sleeper', 'always')).toMatchObject({ verdict: 'send' });
  });

  test('do not keep a mail that nobody is allowed to send in the morning: the permission is asked again (P-12)', async () => {
    const timeZone = await zoneWhere('night');
    await happen(heed, consentRecorded('leaver', { timeZone }));
    await happen(heed, cartAbandoned('leaver'));
    expect((await explain(heed, 'leaver', 'always')).verdict).toBe('hold');
    await happen(heed, withdrawn('leaver', { topics: ['offers'] }));
    await heed.advance('P1D');
    expect(await mailsOf(heed, 'leaver')).toEqual([]);
    expect(await explain(heed, 'leaver', 'always')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'topic-opted-out' },
    });
  });
});
