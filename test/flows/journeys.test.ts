import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { consentRecorded, happen, mailsOf, profileOf, timelineOf } from './flow-people.ts';
import { flowWorkspace, settingsWith, template } from './flow-workspace.ts';
import { type CompanyEvent, type RunningHeed, startLocalRun } from './local-run.ts';

// The campaign of design's example: silence, a wait for the order, a branch, a split.
const cart = `topic: offers
trigger:
  inactivity: { after: [cart.updated], for: PT3H, unless: [order.placed, cart.emptied] }
  key: properties.cartId
  where: { properties: { total: [ { numeric: [">=", 20] } ] } }
reentry: always
exit: [ { event: order.placed, sameKey: properties.cartId } ]
steps:
  - send: reminder
  - waitFor: { event: order.placed, sameKey: properties.cartId, timeout: P1D }
    then: []
    else:
      - branch:
          - { when: { events: { order.placed: { count: [ { numeric: [">", 0] } ] } } }, then: [ { send: thanks } ] }
          - { else: [ { split: [ { percent: 100, then: [ { send: last-call } ] }, { percent: 0, then: [ { send: thanks } ] } ] } ] }
`;

const birthday = `topic: offers
trigger: { date: { path: profile.birthday, yearly: true, at: "09:00" } }
reentry: always
steps: [ { send: birthday } ]
`;

const contract = `topic: offers
trigger: { date: { path: "profile.contracts[].end", before: [P30D], at: "10:00" }, key: contractId }
reentry: always
exit: [ { event: contract.renewed, sameKey: properties.contractId } ]
steps: [ { send: ending }, { wait: P14D }, { send: last-call } ]
`;

const nightly = `topic: offers
trigger: { event: bell.rung }
key: properties.bell
reentry: always
steps: [ { send: reminder } ]
`;

// A matter of contract: it comes at any hour.
const midnight = `class: transactional
because: contract
trigger: { date: { path: profile.party, at: "00:00" } }
reentry: always
steps: [ { send: party } ]
`;
const repeated = midnight.replace('profile.party', 'profile.meeting').replace('00:00', '02:30');

const low = `topic: offers
trigger: { event: two.happened }
priority: 10
sendWithin: P3D
steps: [ { send: last-call } ]
`;
const high = low.replace('priority: 10', 'priority: 90').replace('last-call', 'thanks');

/** Of a transactional class, in both locales. */
function transactional(id: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(template(id, 'It begins', 'Es beginnt')).map(([path, text]) => [
      path,
      text.replace('---\n', '---\nclass: transactional\n'),
    ]),
  );
}

const templates = {
  ...template('birthday', 'Happy birthday {{ properties.years }}', 'Alles Gute {{ properties.years }}'),
  ...template('ending', 'Contract {{ properties.contractId }} ends', 'Vertrag {{ properties.contractId }} endet'),
  ...template('thanks', 'Thank you', 'Danke'),
  ...transactional('party'),
};
const campaigns = { cart, birthday, contract, nightly, midnight, repeated };
const quiet = settingsWith('{ from: "21:00", to: "08:00" }');
const files = flowWorkspace(campaigns, { ...templates, 'settings.yaml': quiet });

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: files });
});
afterAll(() => heed?.stop());

const subjectsOf = async (profileId: string) => (await mailsOf(heed, profileId)).map((mail) => mail.subject).reverse();
const sentAt = async (profileId: string) =>
  (await mailsOf(heed, profileId)).map((mail) => mail.at.slice(0, 16)).reverse();

async function subscriber(profileId: string, traits: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await happen(heed, consentRecorded(profileId));
  await happen(heed, { type: 'profile.updated', profileId, traits: { timeZone: 'Europe/Berlin', ...traits } });
}

const about = (type: string, profileId: string, cartId: string): CompanyEvent => ({
  type,
  profileId,
  properties: { cartId, total: 40 },
});

describe('a cart left behind', () => {
  test('is reminded of after three hours, and once more a day later; what is ordered is not', async () => {
    await heed.advanceTo('2026-12-02T08:00:00Z');
    for (const id of ['silent', 'buyer', 'two']) await subscriber(id);
    await happen(heed, about('cart.updated', 'silent', 'a'), about('cart.updated', 'buyer', 'b'));
    await happen(heed, about('cart.updated', 'two', 'c'), about('cart.updated', 'two', 'd'));
    await heed.advance('PT1H');
    await happen(heed, about('order.placed', 'buyer', 'b'), about('order.placed', 'two', 'c'));
    await heed.advance('PT1H59M');
    expect(await subjectsOf('silent')).toEqual([]);
    await heed.advance('PT2M');
    expect(await subjectsOf('silent')).toEqual(['Your cart is waiting']);
    await heed.advance('P1D');
    expect(await subjectsOf('silent')).toEqual(['Your cart is waiting', 'One more day']);
    expect(await subjectsOf('buyer')).toEqual([]);
    // Whoever ordered something meanwhile is thanked; the cart beside it ran all the way.
    expect(await subjectsOf('two')).toEqual(['Your cart is waiting', 'Thank you']);
  });
});

describe('nights', () => {
  test('end at eight where the person is', async () => {
    await heed.advanceTo('2026-12-10T03:30:00Z');
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
    for (const timeZone of zones) {
      await subscriber(timeZone.replace('/', '.'), { timeZone });
      await happen(heed, { type: 'bell.rung', profileId: timeZone.replace('/', '.'), properties: { bell: 'x' } });
    }
    await heed.advance('P1D');
    const times = await Promise.all(zones.map(async (zone) => (await sentAt(zone.replace('/', '.')))[0]));
    expect(times).toEqual(['2026-12-10T07:00', '2026-12-10T13:00', '2026-12-10T03:30']);
  });
});

describe('a birthday on 29 February', () => {
  test('is told on the 28th in 2027 and on the 29th in 2028, once each (P-95)', async () => {
    await subscriber('leap', { birthday: '1992-02-29' });
    await heed.advanceTo('2027-02-27T12:00:00Z');
    expect(await subjectsOf('leap')).toEqual([]);
    await heed.advanceTo('2027-03-02T12:00:00Z');
    expect(await sentAt('leap')).toEqual(['2027-02-28T08:00']);
    expect(await subjectsOf('leap')).toEqual(['Happy birthday 35']);
  });
});

describe('two contracts of one person', () => {
  test('are told each in its time; one whose end moves is told anew (P-96)', async () => {
    const first = { contractId: 'k-1', end: '2027-05-31' };
    await subscriber('member', { contracts: [first, { contractId: 'k-2', end: '2027-06-15' }] });
    await heed.advanceTo('2027-05-02T12:00:00Z');
    expect(await subjectsOf('member')).toEqual(['Contract k-1 ends']);
    const moved = [
      { contractId: 'k-1', end: '2027-08-31' },
      { contractId: 'k-2', end: '2027-06-15' },
    ];
    await happen(heed, { type: 'contract.moved', profileId: 'member', traits: { contracts: moved } });
    expect((await profileOf(heed, 'member')).enrollments).toEqual([]);
    await heed.advanceTo('2027-05-20T12:00:00Z');
    // No last call for the first contract; the second one's own time has come.
    expect(await subjectsOf('member')).toEqual(['Contract k-1 ends', 'Contract k-2 ends']);
    await happen(heed, { type: 'contract.renewed', profileId: 'member', properties: { contractId: 'k-2' } });
    await heed.advanceTo('2027-08-03T12:00:00Z');
    expect((await subjectsOf('member')).slice(2)).toEqual(['Contract k-1 ends']);
    const voided = (await timelineOf(heed, 'member')).filter((entry) => entry.verdict === 'ended');
    expect(voided.map((entry) => (entry.because as { reason: string }).reason).sort()).toEqual([
      'exited',
      'trigger-void',
    ]);
  });
});

describe('a day without a midnight (P-90)', () => {
  test('in Santiago begins at one, and is told once', async () => {
    await subscriber('santiago', { timeZone: 'America/Santiago', party: '2027-09-05' });
    await heed.advanceTo('2027-09-07T12:00:00Z');
    expect(await sentAt('santiago')).toEqual(['2027-09-05T04:00']);
  });
});

describe('an hour that comes twice (P-90)', () => {
  test('rings once', async () => {
    await subscriber('overlap', { timeZone: 'Europe/Berlin', meeting: '2027-10-31' });
    await heed.advanceTo('2027-11-02T12:00:00Z');
    expect(await sentAt('overlap')).toEqual(['2027-10-31T00:30']);
  });
});

describe('a pause', () => {
  test('swallows what falls into it (P-65)', async () => {
    await subscriber('paused');
    const pausedUntil = '2027-11-20';
    await happen(heed, { type: 'preferences.changed', profileId: 'paused', properties: { pausedUntil } });
    await happen(heed, { type: 'bell.rung', profileId: 'paused', properties: { bell: 'in' } });
    await heed.advanceTo('2027-11-21T12:00:00Z');
    expect(await subjectsOf('paused')).toEqual([]);
    await happen(heed, { type: 'bell.rung', profileId: 'paused', properties: { bell: 'after' } });
    expect(await subjectsOf('paused')).toEqual(['Your cart is waiting']);
  });
});

describe('a cap', () => {
  test('lets the one of higher priority through and holds the other for a day (P-102, P-103)', async () => {
    const capped = quiet.replace('frequencyCaps: []', 'frequencyCaps: [ { max: 1, per: PT24H } ]');
    const published = flowWorkspace({ ...campaigns, low, high }, { ...templates, 'settings.yaml': capped });
    expect((await heed.api('POST', '/api/workspace', { files: published })).status).toBe(200);
    await subscriber('wanted');
    await happen(heed, { type: 'two.happened', profileId: 'wanted' });
    expect(await subjectsOf('wanted')).toEqual(['Thank you']);
    await heed.advance('PT25H');
    expect(await subjectsOf('wanted')).toEqual(['Thank you', 'One more day']);
  });
});

test('a leap day in a leap year: the second greeting (P-95)', async () => {
  await heed.advanceTo('2028-03-02T12:00:00Z');
  expect((await sentAt('leap')).slice(1)).toEqual(['2028-02-29T08:00']);
});

test('nothing was refused to any function on the way', async () => {
  expect((await heed.control('GET', '/denied')).body).toEqual([]);
});
