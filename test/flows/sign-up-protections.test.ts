import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mail } from '../../local/aws/inbox-mail.ts';
import {
  cartAbandoned,
  consentRecorded,
  happen,
  linkIn,
  mailsOf,
  type ProfileTold,
  pressButton,
  profileOf,
  timelineOf,
  urlsIn,
} from './flow-people.ts';
import { cartReminder, flowWorkspace, settingsWith } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

const waiting = `topic: offers
trigger: { event: order.placed }
steps:
  - wait: P2D
  - send: welcome
`;

let heed: RunningHeed;
beforeAll(async () => {
  const settings = settingsWith('{ from: "00:00", to: "00:00" }').replace(
    /^permission: \{/m,
    'permission: { confirmReminder: true,',
  );
  const campaigns = { 'cart-abandoned': cartReminder, waiting };
  heed = await startLocalRun({ workspace: flowWorkspace(campaigns, { 'settings.yaml': settings }) });
});
afterAll(() => heed?.stop());

async function signUp(email: string, topics = ['offers'], query = '', from?: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(from === undefined ? {} : { 'x-forwarded-for': from }) };
  const body = JSON.stringify({ email, topics });
  const answer = await fetch(`${heed.endpoints.web}/subscribe${query}`, { method: 'POST', headers, body });
  expect(answer.status).toBe(202);
  await heed.quiet();
  return answer;
}

async function mailsTo(address: string): Promise<Mail[]> {
  return (await heed.inbox()).filter((each) => each.to.includes(address));
}

async function newestTo(address: string): Promise<Mail> {
  const [mail] = await mailsTo(address);
  if (!mail) throw new Error('the address got no mail');
  return mail;
}

async function offersOf(profileId: string): Promise<string | undefined> {
  return (await profileOf(heed, profileId)).consents.find((each) => each.topic === 'offers')?.state;
}

function endsOf({ messages }: ProfileTold): (string | null)[] {
  return messages.map((each) => each.reason ?? each.status);
}

describe('confirmation mails to one address', () => {
  test('P-34 are one in ten minutes and three a day; the earlier link stays good', async () => {
    const email = 'flooded@example.org';
    await signUp(email);
    const first = await newestTo(email);
    await signUp(email);
    expect(await mailsTo(email)).toHaveLength(1);
    const profileId = first.profileId ?? '';
    expect(endsOf(await profileOf(heed, profileId))).toContain('confirmation-cap');
    expect(await offersOf(profileId)).toBe('pending');
    for (const sent of [2, 3, 3]) {
      await heed.advance('PT10M');
      await signUp(email);
      expect(await mailsTo(email)).toHaveLength(sent);
    }
    expect((await pressButton(linkIn(first, 'confirm'))).status).toBe(200);
    expect(await offersOf(profileId)).toBe('granted');
  });

  test('P-36 stop for a year after "it was not me", for every profile, and the reason says so', async () => {
    const email = 'victim@example.org';
    await signUp(email);
    const link = linkIn(await newestTo(email), 'not-me');
    expect((await fetch(link)).status).toBe(200);
    expect((await pressButton(link)).status).toBe(200);
    await heed.advance('P2D');
    await signUp(email);
    await happen(heed, {
      type: 'subscription.requested',
      profileId: 'c-victim',
      eventId: 'asked-by-the-company',
      traits: { email },
      properties: { topics: ['offers'], text: 'Yes, offers.', method: 'web-form' },
    });
    expect(await mailsTo(email)).toHaveLength(1);
    expect(endsOf(await profileOf(heed, 'c-victim'))).toEqual(['blocked']);
  });
});

describe('a sign-up that nobody confirms', () => {
  test('P-37 is reminded of once, a day later, and forgotten thirty days after its end', async () => {
    const email = 'silent@example.org';
    await signUp(email);
    const profileId = (await newestTo(email)).profileId ?? '';
    await heed.advance('PT23H');
    expect(await mailsTo(email)).toHaveLength(1);
    await heed.advance('PT2H');
    const [reminder, ...earlier] = await mailsTo(email);
    expect(earlier).toHaveLength(1);
    expect(reminder?.subject).toContain('Still to be confirmed');
    expect(linkIn(reminder as Mail, 'confirm')).toBeTruthy();
    await heed.advance('P10D');
    expect(await mailsTo(email)).toHaveLength(2);
    expect(await offersOf(profileId)).toBe('expired');
    await heed.advance('P22D');
    await heed.quiet();
    expect(await heed.profile(profileId)).toBeNull();
    expect((await heed.api('GET', `/api/profiles/${profileId}/timeline`)).status).toBe(404);
    await signUp(email);
    const again = await newestTo(email);
    expect(again.profileId).not.toBe(profileId);
    expect((await pressButton(linkIn(again, 'confirm'))).status).toBe(200);
  });
});

describe('a link that ties the form to a customer', () => {
  test('P-32 changes the address only when it is confirmed over there, and P-51 carries no consent over', async () => {
    await happen(heed, consentRecorded('c-tied'));
    const { links, traits } = await profileOf(heed, 'c-tied');
    const { searchParams } = new URL((links as unknown as { subscribe: string }).subscribe);
    await signUp('tied.new@example.org', ['news'], `?for=${searchParams.get('for')}`);
    expect((await profileOf(heed, 'c-tied')).traits['email']).toBe(traits['email']);
    const mail = await newestTo('tied.new@example.org');
    expect(mail.profileId).toBe('c-tied');
    const link = urlsIn(mail).find((url) => /\/(confirm|address)\//.test(url)) ?? '';
    expect((await fetch(link)).status).toBe(200);
    expect((await profileOf(heed, 'c-tied')).traits['email']).toBe(traits['email']);
    expect((await pressButton(link)).status).toBe(200);
    await heed.quiet();
    const after = await profileOf(heed, 'c-tied');
    expect(after.traits['email']).toBe('tied.new@example.org');
    expect(after.consents.find((each) => each.topic === 'news')?.state).toBe('granted');
    expect(await offersOf('c-tied')).not.toBe('granted');
  });
});

describe('profile.merged', () => {
  test('brings a form subscriber to the customer: facts, consent, runs, links and late events', async () => {
    const email = 'merged@example.org';
    await signUp(email);
    const confirmation = await newestTo(email);
    const from = confirmation.profileId ?? '';
    await pressButton(linkIn(confirmation, 'confirm'));
    await happen(heed, { type: 'order.placed', profileId: from, eventId: 'o-1', traits: { firstName: 'Ann' } });
    await happen(heed, cartAbandoned(from));
    const reminder = await newestTo(email);
    expect((await profileOf(heed, from)).enrollments).toHaveLength(1);
    await happen(heed, { type: 'order.placed', profileId: 'c-merged', eventId: 'o-2', traits: { email } });
    await happen(heed, { type: 'profile.merged', profileId: 'c-merged', eventId: 'm-1', properties: { from } });

    const survivor = (await profileOf(heed, 'c-merged')) as ProfileTold & {
      events: Record<string, { count: number }>;
    };
    expect(survivor.traits).toMatchObject({ email, firstName: 'Ann' });
    expect(survivor.events['order.placed']?.count).toBe(2);
    expect(await offersOf('c-merged')).toBe('granted');
    expect((await timelineOf(heed, 'c-merged')).some((each) => each.because?.reason === 'merged')).toBe(true);
    expect((await profileOf(heed, from)).enrollments).toEqual([]);
    expect((await timelineOf(heed, from)).some((each) => each.because?.reason === 'merged')).toBe(true);

    await happen(heed, cartAbandoned(from, 'late'));
    expect((await mailsOf(heed, 'c-merged')).map((each) => each.subject)).toEqual(['Your cart is waiting']);

    await heed.feedback(reminder.id, { type: 'delivery' });
    await heed.quiet();
    expect((await pressButton(linkIn(reminder, 'unsubscribe'))).status).toBe(200);
    expect(await offersOf('c-merged')).toBe('withdrawn');
    await happen(heed, cartAbandoned('c-merged', 'later'));
    expect(await mailsOf(heed, 'c-merged')).toHaveLength(1);
  });
});

test('P-35 of one visitor so many sign-ups an hour are heard, and others are not held to it', async () => {
  const files = flowWorkspace(
    {},
    { 'settings.yaml': settingsWith('{ from: "00:00", to: "00:00" }').replace('perIp: 1000', 'perIp: 2') },
  );
  expect((await heed.api('POST', '/api/workspace', { files })).status).toBe(200);
  const people = ['one', 'two', 'three'].map((name) => `crowd.${name}@example.org`);
  for (const email of people) await signUp(email, ['offers'], '', '203.0.113.7');
  await signUp('beside@example.org', ['offers'], '', '203.0.113.8');
  await heed.advance('PT1M');
  const mails = await Promise.all(
    [...people, 'beside@example.org'].map(async (email) => (await mailsTo(email)).length),
  );
  expect(mails).toEqual([1, 1, 0, 1]);
});
