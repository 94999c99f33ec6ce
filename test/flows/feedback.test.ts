import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cartAbandoned,
  consentRecorded,
  explain,
  happen,
  mailsOf,
  profileOf,
  theMailOf,
  timelineOf,
} from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

const receipt = `class: transactional
trigger: { event: order.placed }
reentry: always
steps:
  - send: receipt
`;
const receiptTemplate = (words: string) => `---
subject: "${words}"
class: transactional
---
<mj-section><mj-column><mj-text>${words}</mj-text></mj-column></mj-section>
`;

let heed: RunningHeed;
beforeAll(async () => {
  const changes = {
    'templates/receipt/en.mjml': receiptTemplate('Your order'),
    'templates/receipt/de.mjml': receiptTemplate('Ihre Bestellung'),
  };
  heed = await startLocalRun({ workspace: flowWorkspace({ 'cart-abandoned': cartReminder, receipt }, changes) });
});
afterAll(() => heed?.stop());

/** Somebody who has just got a mail. */
async function written(profileId: string, traits: Readonly<Record<string, unknown>> = {}) {
  await happen(heed, consentRecorded(profileId, traits));
  await happen(heed, cartAbandoned(profileId, 'k-0'));
  return theMailOf(heed, profileId);
}

async function told(mailId: string, feedback: Readonly<Record<string, unknown>>): Promise<void> {
  await heed.feedback(mailId, feedback);
  await heed.quiet();
}

const order = (profileId: string) => ({
  type: 'order.placed',
  profileId,
  eventId: `o-${profileId}`,
  properties: { orderId: 'o-1' },
});

describe('a hard bounce', () => {
  test('stops everything to the address, transactional mail too (P-52, table 1.4)', async () => {
    const mail = await written('bounced');
    await told(mail.id, { type: 'bounce' });
    expect(await profileOf(heed, 'bounced')).toMatchObject({
      suppression: { reason: 'hard-bounce', since: expect.stringMatching(/Z$/) },
      messages: [{ status: 'bounced' }],
    });
    await happen(heed, cartAbandoned('bounced'), order('bounced'));
    expect(await mailsOf(heed, 'bounced')).toHaveLength(1);
    for (const campaign of ['cart-abandoned', 'receipt'])
      expect(await explain(heed, 'bounced', campaign)).toMatchObject({
        verdict: 'skip',
        because: { reason: 'hard-bounce' },
      });
  });

  test('is of the address it was sent to, though its person has another one by now and somebody else holds it', async () => {
    const [old, fresh] = ['moved.old@example.org', 'moved.new@example.org'];
    const mail = await written('mover', { email: old });
    await happen(heed, { type: 'profile.updated', profileId: 'mover', traits: { email: fresh } });
    await happen(heed, consentRecorded('heir', { email: old }));
    await told(mail.id, { type: 'bounce' });

    expect((await profileOf(heed, 'mover')).suppression).toBeNull();
    expect((await profileOf(heed, 'heir')).suppression).toMatchObject({ reason: 'hard-bounce' });
    const fromNow = {
      eventId: 'consent-again',
      properties: { ...consentRecorded('mover').properties, grantedAt: await heed.now() },
    };
    await happen(heed, { ...consentRecorded('mover', { email: fresh }), ...fromNow });
    await happen(heed, cartAbandoned('mover'), cartAbandoned('heir'));
    expect((await mailsOf(heed, 'mover')).map((each) => each.to)).toEqual([[fresh], [old]]);
    expect(await mailsOf(heed, 'heir')).toEqual([]);
    expect(await explain(heed, 'heir', 'cart-abandoned')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'hard-bounce' },
    });
  });

  test('stops a confirmation mail to the address too (P-39)', async () => {
    const mail = await written('unreachable', { email: 'unreachable@example.org' });
    await told(mail.id, { type: 'bounce' });
    const body = JSON.stringify({ email: 'unreachable@example.org', topics: ['news'] });
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${heed.endpoints.web}/subscribe`, { method: 'POST', headers, body })).status).toBe(202);
    await heed.quiet();
    expect((await heed.inbox()).filter((each) => each.to.includes('unreachable@example.org'))).toHaveLength(1);
  });

  test('is no soft one: a full mailbox stops nothing', async () => {
    const mail = await written('full');
    await told(mail.id, { type: 'bounce', bounceType: 'Transient', bounceSubType: 'MailboxFull' });
    expect((await profileOf(heed, 'full')).suppression).toBeNull();
    await happen(heed, cartAbandoned('full'));
    expect(await mailsOf(heed, 'full')).toHaveLength(2);
  });
});

describe('a complaint', () => {
  test('withdraws every permission and suppresses the address (P-50, P-52)', async () => {
    const mail = await written('complainer');
    await told(mail.id, { type: 'complaint' });
    const profile = await profileOf(heed, 'complainer');
    expect(profile.suppression).toMatchObject({ reason: 'complaint' });
    expect(profile.consents).toMatchObject([{ topic: 'offers', state: 'withdrawn' }]);
    expect(profile.messages).toMatchObject([{ status: 'complained' }]);
    await happen(heed, cartAbandoned('complainer'));
    expect(await mailsOf(heed, 'complainer')).toHaveLength(1);
    expect(await explain(heed, 'complainer', 'cart-abandoned')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'complaint' },
    });
  });

  test('of one holder stops the mails to all who share the address (P-52)', async () => {
    const email = 'family@example.org';
    const mail = await written('parent', { email });
    await happen(heed, consentRecorded('child', { email }));
    await told(mail.id, { type: 'complaint' });
    await happen(heed, cartAbandoned('child'));
    expect(await mailsOf(heed, 'child')).toEqual([]);
    expect((await profileOf(heed, 'child')).suppression).toMatchObject({ reason: 'complaint' });
  });

  test('that says "not spam" is none (table 1.4)', async () => {
    const mail = await written('friend');
    await told(mail.id, { type: 'complaint', complaintFeedbackType: 'not-spam' });
    const profile = await profileOf(heed, 'friend');
    expect(profile.suppression).toBeNull();
    expect(profile.consents).toMatchObject([{ state: 'granted' }]);
    await happen(heed, cartAbandoned('friend'));
    expect(await mailsOf(heed, 'friend')).toHaveLength(2);
  });
});

describe('a delivery', () => {
  test('is told in the timeline, and the message is delivered', async () => {
    const mail = await written('reached');
    await told(mail.id, { type: 'delivery' });
    expect((await timelineOf(heed, 'reached')).map((entry) => entry.kind)).toEqual([
      'message.delivered',
      'message.sent',
      'consent.granted',
    ]);
    expect((await profileOf(heed, 'reached')).messages).toMatchObject([{ status: 'delivered' }]);
  });

  test('told twice counts once, and one that comes after a bounce changes nothing (P-81)', async () => {
    const mail = await written('twice');
    await told(mail.id, { type: 'delivery' });
    await told(mail.id, { type: 'delivery' });
    await told(mail.id, { type: 'bounce' });
    await told(mail.id, { type: 'bounce' });
    await told(mail.id, { type: 'delivery' });
    const kinds = (await timelineOf(heed, 'twice'))
      .map((entry) => entry.kind)
      .filter((kind) => kind.startsWith('message.'));
    expect(kinds.sort()).toEqual(['message.bounced', 'message.delivered', 'message.sent']);
    expect((await profileOf(heed, 'twice')).messages).toMatchObject([{ status: 'bounced' }]);
  });
});
