import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  addressOf,
  cartAbandoned,
  consentRecorded,
  happen,
  happenInTime,
  linkIn,
  mailsOf,
  profileOf,
  urlsIn,
} from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { CompanyEvent, RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';
import { tracesOf } from './traces-of.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder }));
});

async function confirmed(email: string): Promise<string> {
  const body = JSON.stringify({ email, topics: ['offers'], locale: 'en' });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${heed.endpoints.web}/subscribe`, { method: 'POST', headers, body })).status).toBe(202);
  await heed.advance('PT1M');
  const [mail] = (await heed.inbox()).filter((each) => each.to.includes(email));
  if (!mail) throw new Error('no mail asked for a confirmation');
  const answer = await fetch(linkIn(mail, 'confirm'), { method: 'POST', body: new URLSearchParams({ confirm: '1' }) });
  expect(answer.status).toBe(200);
  await heed.advance('PT1M');
  return mail.profileId ?? '';
}

/** An event that is refused with its address in it: consent without evidence. */
function unproven(profileId: string, eventId: string): CompanyEvent {
  return {
    type: 'consent.recorded',
    profileId,
    eventId,
    traits: { email: addressOf(profileId) },
    properties: { topics: ['offers'] },
  };
}

async function layDead(name: string, body: unknown): Promise<void> {
  const client = new SQSClient(heed.aws);
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const QueueUrl = QueueUrls.find((url) => url.endsWith(name));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
  client.destroy();
}

function post(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
}

describe('an erased person', () => {
  test('leaves no trace of the address in any store, queue or log, whatever still arrives (P-56, P-57, P-58)', async () => {
    const address = addressOf('e-1');
    await happen(heed, consentRecorded('e-1', { firstName: 'Ann' }), unproven('e-1', 'bare-1'));
    await happen(heed, cartAbandoned('e-1'), { type: 'order.placed', profileId: address });
    await layDead('inputs-dead', {
      'detail-type': 'order.placed',
      detail: { profileId: 'e-1', traits: { email: address } },
    });
    const [mail] = await mailsOf(heed, 'e-1');
    expect(mail?.to).toEqual([address]);
    const { peopleTable } = heed.endpoints;
    const before = await tracesOf(heed, address);
    const places = [
      `${peopleTable}: e-1`,
      expect.stringMatching(/^queue .*rejected$/),
      expect.stringMatching(/^queue .*inputs-dead$/),
    ];
    expect(before).toEqual(expect.arrayContaining(places));

    const erased = heed.api('POST', '/api/profiles/e-1/erase', { reason: 'customer-asked' });
    await heed.putEvents(cartAbandoned('e-1', 'k-2'), unproven('e-1', 'bare-2'), consentRecorded('e-1', { age: 7 }));
    expect((await erased).status).toBe(202);
    await heed.putEvents(cartAbandoned('e-1', 'k-3'), unproven('e-1', 'bare-3'));
    await heed.feedback(String(mail?.id), { type: 'delivery' });
    await heed.advance('PT1M');
    await happen(heed, unproven('e-1', 'bare-4'), {
      type: 'profile.updated',
      profileId: 'e-1',
      traits: { email: address },
    });

    expect(await heed.profile('e-1')).toBeNull();
    expect(await tracesOf(heed, address)).toEqual([]);
    // The test signed nothing away: no call of a function was refused by its role.
    expect((await heed.control('GET', '/denied')).body).toEqual([]);
  });

  test('may come back as somebody new, by a confirmed sign-up only', async () => {
    const address = addressOf('e-2');
    await happen(heed, consentRecorded('e-2'));
    await happenInTime(heed, { type: 'profile.erased', profileId: 'e-2' });
    expect(await heed.profile('e-2')).toBeNull();
    // A list that was exported before brings the address back under another id.
    await happen(heed, { ...consentRecorded('e-2-import'), traits: { email: address } });
    await happen(heed, cartAbandoned('e-2-import'));
    expect(await mailsOf(heed, 'e-2-import')).toEqual([]);
    await heed.api('POST', '/api/profiles/e-2-import/erase');
    await heed.advance('PT1M');

    const profileId = await confirmed(address);
    expect(profileId).toMatch(/^s-/);
    await happen(heed, cartAbandoned(profileId));
    expect((await mailsOf(heed, profileId)).map((each) => each.subject)).toContain('Your cart is waiting');
  });

  test('is gone as well when the table failed the job in between', async () => {
    await happen(heed, consentRecorded('e-4'));
    // The SDK tries a call three times, so two deliveries of the order fail.
    await heed.fault({
      service: 'dynamodb',
      action: 'Query',
      function: 'jobs',
      times: 6,
      error: 'InternalServerError',
    });
    await happenInTime(heed, { type: 'profile.erased', profileId: 'e-4' });
    expect(await heed.profile('e-4')).toBeNull();
    expect(await tracesOf(heed, addressOf('e-4'))).toEqual([]);
  });

  test('keeps working unsubscribe links; a preference link shows and does nothing more (P-09)', async () => {
    await happen(heed, consentRecorded('e-3'));
    const { links } = await profileOf(heed, 'e-3');
    await post(links.preferences, { 'personal-data': 'erase-now' });
    await heed.advance('PT1M');
    expect(await heed.profile('e-3')).toBeNull();
    const unsubscribe = String(links.unsubscribe.offers);
    expect((await post(unsubscribe, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    expect((await post(links.preferences, { save: '1', topics: 'offers' })).status).toBe(200);
    await heed.advance('PT1M');
    expect(await heed.profile('e-3')).toBeNull();
  });
});

describe('an export', () => {
  test('comes by a link to the address, as a file, once in ten minutes (P-60)', async () => {
    await happen(heed, consentRecorded('x-1', { firstName: 'Ann' }));
    await happen(heed, cartAbandoned('x-1'));
    const { links } = await profileOf(heed, 'x-1');
    for (let asked = 0; asked < 2; asked += 1) {
      expect((await post(links.preferences, { 'personal-data': 'export' })).status).toBe(200);
      await heed.advance('PT1M');
    }
    const mails = (await mailsOf(heed, 'x-1')).filter((mail) => mail.subject === 'Your data at Acme');
    expect(mails).toHaveLength(1);
    const link = urlsIn(mails[0]!).find((url) => url.includes('/export/')) as string;

    expect(await (await fetch(link)).text()).not.toContain('mail.x-1');
    const answer = await post(link, { confirm: '1' });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const data = (await answer.json()) as Record<string, unknown>;
    expect(data).toMatchObject({
      profile: { profileId: 'x-1', address: { email: addressOf('x-1') }, traits: { firstName: { value: 'Ann' } } },
      consents: [{ topic: 'offers', basis: 'express-doi' }],
      consentLog: [{ kind: 'consent.granted', text: 'Yes, I want offers by mail.' }],
    });
    const { body } = await heed.api('GET', '/api/profiles/x-1/export');
    expect(Object.keys(body as object)).toEqual(Object.keys(data));

    await heed.advance('P1D');
    expect((await post(link, { confirm: '1' })).status).toBe(410);
  });
});
