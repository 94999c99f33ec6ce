import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endFaults, faultsMet, plannedFaults } from './fault-points.ts';
import {
  addressOf,
  cartAbandoned,
  consentRecorded,
  explain,
  happen,
  mailsOf,
  profileOf,
  theMailOf,
} from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

/** Its mail goes out while time is moved. */
const forgotten = 'topic: offers\ntrigger: { event: cart.forgotten }\nsteps:\n  - wait: PT10M\n  - send: reminder\n';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({
    workspace: flowWorkspace({ 'cart-abandoned': cartReminder, 'cart-forgotten': forgotten }),
  });
});
afterAll(() => heed?.stop());

/** What a mailbox provider posts to the address of the List-Unsubscribe header. */
async function oneClick(mailId: string): Promise<Response> {
  const mail = (await heed.inbox()).find(({ id }) => id === mailId);
  const url = mail?.headers['List-Unsubscribe']?.slice(1, -1) ?? '';
  return fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
}

/** Somebody who had one mail, and so holds a link. */
async function reader(profileId: string): Promise<string> {
  await happen(heed, consentRecorded(profileId));
  await happen(heed, cartAbandoned(profileId, 'first'));
  return (await theMailOf(heed, profileId)).id;
}

/** Counts calls of SES by a fault that does nothing. */
async function watchSes(): Promise<void> {
  await heed.fault({ service: 'ses', action: 'SendEmail', times: 1000, delayMs: 0 });
}

async function callsOfSes(): Promise<number> {
  const left = (await plannedFaults(heed)).find(({ action }) => action === 'SendEmail');
  await endFaults(heed);
  return 1000 - (left?.times ?? 1000);
}

async function lastMessage(profileId: string) {
  const { messages } = await profileOf(heed, profileId);
  return messages.find(({ status }) => status !== 'sent');
}

describe('a withdrawal while a mail waits to be sent', () => {
  test('queued, then a one-click POST answered 200: no call of SES afterwards, nor when the order comes again (P-11, P-16)', async () => {
    const mail = await reader('queued');
    // Every attempt of the first invocation fails: the order lies in its queue until its visibility timeout is over.
    await heed.fault({
      function: 'send',
      service: 'dynamodb',
      action: 'GetItem',
      times: 3,
      error: 'InternalServerError',
    });
    await heed.putEvents(cartAbandoned('queued', 'second'));
    await faultsMet(heed);
    await watchSes();
    expect((await oneClick(mail)).status).toBe(200);
    await heed.advance('PT1H');
    const message = await lastMessage('queued');
    expect(message).toMatchObject({ status: 'skipped', reason: 'topic-opted-out' });
    await orderAgain('queued', message?.messageId ?? '');
    await heed.advance('P1D');
    expect(await callsOfSes()).toBe(0);
    expect(await mailsOf(heed, 'queued')).toHaveLength(1);
  });

  test('between reading and claiming: the claim fails, and the gate refuses (P-12, P-72)', async () => {
    const mail = await reader('between');
    await heed.fault({ function: 'send', service: 'dynamodb', action: 'PutItem', times: 1, delayMs: 3000 });
    await heed.putEvents(cartAbandoned('between', 'second'));
    await faultsMet(heed);
    await watchSes();
    expect((await oneClick(mail)).status).toBe(200);
    await heed.quiet();
    expect(await callsOfSes()).toBe(0);
    expect(await lastMessage('between')).toMatchObject({ status: 'skipped', reason: 'topic-opted-out' });
    expect(await explain(heed, 'between', 'cart-abandoned')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'topic-opted-out' },
    });
  });

  test('by another profile of the same address, of everything: the claim holds, and the address row stops the call (P-52)', async () => {
    const shared = { email: addressOf('shared') };
    await happen(heed, consentRecorded('one-of-two', shared), consentRecorded('other-of-two', shared));
    const everything = (await profileOf(heed, 'other-of-two')).links.unsubscribe['offers'] ?? '';
    await heed.fault({ function: 'send', service: 'dynamodb', action: 'PutItem', times: 1, delayMs: 3000 });
    await heed.putEvents(cartAbandoned('one-of-two'));
    await faultsMet(heed);
    await watchSes();
    const answer = await fetch(everything, {
      method: 'POST',
      body: new URLSearchParams({ confirm: '1', scope: 'all' }),
    });
    expect(answer.status).toBe(200);
    await heed.quiet();
    expect(await callsOfSes()).toBe(0);
    expect(await lastMessage('one-of-two')).toMatchObject({ status: 'skipped', reason: 'unsubscribed-all' });
  });

  test('a call that would come later than five seconds after its claim is not made; the message is claimed anew (P-11)', async () => {
    await happen(heed, consentRecorded('late'));
    await heed.putEvents({ ...cartAbandoned('late'), type: 'cart.forgotten' });
    await heed.quiet();
    // While time is moved a delay is time of the run: the claim is written six seconds after it was taken.
    await heed.fault({ function: 'send', service: 'dynamodb', action: 'PutItem', times: 1, delayMs: 6000 });
    await heed.fault({ function: 'send', service: 'dynamodb', action: 'PutItem', times: 1000, delayMs: 0 });
    await heed.advance('PT30M');
    const writes = (await plannedFaults(heed)).find(({ action }) => action === 'PutItem');
    await endFaults(heed);
    expect(await mailsOf(heed, 'late')).toHaveLength(1);
    // The claim that was late, and behind it its release, a claim, the outcome.
    expect(1000 - (writes?.times ?? 0)).toBe(3);
  });
});

/** An order that SQS delivers once more, long after it was done. */
async function orderAgain(profileId: string, messageId: string): Promise<void> {
  const sqs = new SQSClient(heed.aws);
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.endsWith('-send'));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ profileId, messageId }) }));
}
