import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, explain, happen, mailsOf, orderPlaced, profileOf } from './flow-people.ts';
import { cartReminder, type Files, flowWorkspace, template } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

const thanks: Files = {
  'templates/thanks/en.mjml':
    template('thanks', 'Thank you', 'Danke')['templates/thanks/en.mjml']?.replace(
      '---\nsubject',
      '---\nclass: transactional\nsubject',
    ) ?? '',
  'templates/thanks/de.mjml':
    template('thanks', 'Danke', 'Danke')['templates/thanks/de.mjml']?.replace(
      '---\nsubject',
      '---\nclass: transactional\nsubject',
    ) ?? '',
};
const campaigns: Files = {
  'cart-abandoned': cartReminder.replace('steps:', 'sendWithin: P9D\nsteps:'),
  'order-placed': 'class: transactional\ntrigger: { event: order.placed }\nsteps: [ { send: thanks } ]\n',
  sunset: 'topic: offers\ntrigger: { event: interest.lost }\nsteps: [ { withdraw: offers } ]\n',
};
const files = flowWorkspace(campaigns, thanks);
const settings = files['settings.yaml'] ?? '';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: files });
});
afterAll(() => heed?.stop());

const publish = (changes: Files) => heed.api('POST', '/api/workspace', { files: { ...files, ...changes } });
const subjects = async (profileId: string) => (await mailsOf(heed, profileId)).map((mail) => mail.subject).toReversed();
const told = (type: string, profileId: string, properties: Readonly<Record<string, unknown>>) => ({
  type,
  profileId,
  properties,
});

describe('care, told by events on the bus', () => {
  test('P-105 a ticket holds the offer and not the order mail; a day after its closing the offer goes out', async () => {
    await happen(heed, consentRecorded('asker'), told('ticket.opened', 'asker', { ticketId: 't-1' }));
    await happen(heed, cartAbandoned('asker'), orderPlaced('asker'));
    expect(await subjects('asker')).toEqual(['Thank you']);
    expect(await explain(heed, 'asker', 'cart-abandoned')).toMatchObject({
      verdict: 'hold',
      because: { reason: 'open-ticket', ticket: 't-1' },
    });
    await heed.advance('PT2H');
    await happen(heed, told('ticket.closed', 'asker', { ticketId: 't-1' }));
    await heed.advance('PT23H');
    expect(await subjects('asker')).toEqual(['Thank you']);
    await heed.advance('PT2H');
    expect(await subjects('asker')).toEqual(['Thank you', 'Your cart is waiting']);
  });

  test('P-106 a flag refuses until somebody lifts it', async () => {
    await happen(heed, consentRecorded('mourner'), told('flag.set', 'mourner', { flag: 'bereavement', by: 'agent-7' }));
    await happen(heed, cartAbandoned('mourner'));
    expect(await explain(heed, 'mourner', 'cart-abandoned')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'flagged' },
    });
    await happen(heed, told('flag.lifted', 'mourner', { flag: 'bereavement', by: 'agent-7' }));
    await happen(heed, cartAbandoned('mourner', 'k-2'));
    expect(await subjects('mourner')).toEqual(['Your cart is waiting']);
  });

  test('P-104 a minor gets the order mail and no offer', async () => {
    await happen(heed, consentRecorded('young', { birthday: '2009-11-30' }));
    await happen(heed, cartAbandoned('young'), orderPlaced('young'));
    expect(await subjects('young')).toEqual(['Thank you']);
    expect(await explain(heed, 'young', 'cart-abandoned')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'minor' },
    });
  });
});

describe('P-107 a kill switch', () => {
  test.each([
    ['the deployment', { 'settings.yaml': `${settings}sending: { paused: true }\n` }, 0],
    ['a topic', { 'settings.yaml': `${settings}sending: { topics: [offers] }\n` }, 1],
    ['a template', { 'settings.yaml': `${settings}sending: { templates: [reminder] }\n` }, 1],
    [
      'a campaign',
      { 'campaigns/cart-abandoned.yaml': files['campaigns/cart-abandoned.yaml']?.replace('active', 'paused') ?? '' },
      1,
    ],
  ])('of %s holds what is on its way, and loses nothing', async (what, changes, others) => {
    const profileId = `during-${what.replace(' ', '-')}`;
    await publish({});
    await heed.fault({
      function: 'send',
      service: 'dynamodb',
      action: 'GetItem',
      times: 20,
      error: 'InternalServerError',
    });
    await happen(heed, consentRecorded(profileId));
    await heed.putEvents(cartAbandoned(profileId), orderPlaced(profileId));
    expect((await publish(changes)).status).toBe(200);
    await heed.fault({
      function: 'send',
      service: 'dynamodb',
      action: 'GetItem',
      times: 0,
      error: 'InternalServerError',
    });
    await heed.advance('PT3H');
    expect(await subjects(profileId)).toHaveLength(others);
    const { messages } = await profileOf(heed, profileId);
    expect(messages.find((each) => each.campaign === 'cart-abandoned')).toMatchObject({
      status: 'held',
      reason: 'sending-disabled',
    });
    await publish({});
    await heed.advance('PT2H');
    expect((await subjects(profileId)).toSorted()).toEqual(['Thank you', 'Your cart is waiting']);
  });
});

test('a `withdraw` step takes the topic off, and the next offer is refused', async () => {
  await happen(heed, consentRecorded('silent'));
  await happen(heed, told('interest.lost', 'silent', {}));
  await happen(heed, cartAbandoned('silent'));
  expect(await subjects('silent')).toEqual([]);
  expect(await explain(heed, 'silent', 'cart-abandoned')).toMatchObject({ because: { reason: 'topic-opted-out' } });
});

test('P-82, P-107 a template that three receivers refuse is switched off until somebody says what was mended', async () => {
  const path = '/api/templates/thanks/resume';
  for (const profileId of ['refused-1', 'refused-2', 'refused-3']) {
    await happen(heed, consentRecorded(profileId), orderPlaced(profileId));
    const [mail] = await mailsOf(heed, profileId);
    await heed.feedback(mail?.id ?? '', { type: 'bounce', bounceType: 'Transient', bounceSubType: 'ContentRejected' });
    await heed.quiet();
  }
  const { body } = await heed.api('GET', '/api/switches');
  expect(body).toMatchObject({ templates: [{ template: 'thanks', reason: 'content-refused' }] });
  await heed.advance('PT10S');
  await happen(heed, consentRecorded('refused-4'), orderPlaced('refused-4'));
  expect(await subjects('refused-4')).toEqual([]);
  expect((await profileOf(heed, 'refused-4')).messages).toMatchObject([{ status: 'held', reason: 'sending-disabled' }]);
  expect((await heed.api('POST', path, { reason: 'the link was wrong' })).status).toBe(400);
  expect((await heed.api('POST', path, { reason: 'the link was wrong', by: 'eva' })).status).toBe(200);
  await heed.advance('PT2H');
  expect(await subjects('refused-4')).toEqual(['Thank you']);
});
