import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeAll, describe, expect, test } from 'vitest';
import { consentRecorded, explain, happen, mailsOf, profileOf, timelineOf } from './flow-people.ts';
import { flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

const told = `topic: offers
trigger: { event: cart.big }
reentry: always
steps:
  - notify: { to: bob@acme.example, subject: "A big cart: {{ properties.total }}", text: "Call {{ profile.email }}." }
  - send: reminder
`;
const looping = `topic: offers
trigger: { event: tell.again }
reentry: always
steps:
  - emit: { event: tell.again, properties: { round: "{{ properties.round }}" } }
`;
const heard = `topic: offers
trigger: { event: message.sent, where: { properties: { campaign: [told] } } }
reentry: always
steps:
  - set: { heard: true }
`;
const files = flowWorkspace({ told, looping, heard });
const settings = `${files['settings.yaml']}staff: { domains: [acme.example] }\npublish: [message.sent, enrollment.ended]\n`;

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun({ ...files, 'settings.yaml': settings });
});

/** How many events were put on the bus, by whomever, while this happened. */
async function eventsDuring(happens: () => Promise<unknown>): Promise<number> {
  const counted = async () => {
    const { body } = await heed.control('GET', '/costs');
    const { rows } = body as { rows: { service: string; unit: string; quantity: number }[] };
    return rows.find((each) => each.unit === 'custom-event-chunks')?.quantity ?? 0;
  };
  const before = await counted();
  await happens();
  return (await counted()) - before;
}

describe('a campaign', () => {
  test('tells a colleague and the person; what the colleague complains of says nothing of the person', async () => {
    await happen(heed, consentRecorded('teller'));
    const bigCart = { type: 'cart.big', profileId: 'teller', eventId: 'big-1', properties: { total: 900 } };
    // The event itself, two own events of `told`; those of `heard`, which begins by one of them and ends.
    expect(await eventsDuring(() => happen(heed, bigCart))).toBe(4);
    const [reminder, notice] = await mailsOf(heed, 'teller');
    expect(reminder).toMatchObject({ subject: 'Your cart is waiting' });
    expect(notice).toMatchObject({
      to: ['bob@acme.example'],
      subject: 'A big cart: 900',
      text: 'Call mail.teller@example.org.',
      headers: {},
      tracking: { opens: false, clicks: false },
    });
    expect(notice?.tags).toMatchObject({ class: 'transactional', address: 'staff' });
    expect(notice?.configurationSet).not.toBe(reminder?.configurationSet);

    await heed.feedback(notice?.id ?? '', { type: 'complaint' });
    await heed.quiet();
    const { suppression, consents } = await profileOf(heed, 'teller');
    expect(suppression).toBeNull();
    expect(consents).toMatchObject([{ topic: 'offers', state: 'granted' }]);
    expect(await explain(heed, 'teller', 'told')).toMatchObject({ verdict: 'send', because: { reason: 'sent' } });
  });

  test('whose event starts it again comes to rest after five levels, and the timeline says why', async () => {
    await happen(heed, consentRecorded('echo'));
    const again = { type: 'tell.again', profileId: 'echo', eventId: 'again-1', properties: { round: 1 } };
    // The first, five that it caused, and six runs that ended.
    expect(await eventsDuring(() => happen(heed, again))).toBe(12);
    const because = { reason: 'emit-loop', event: 'tell.again', depth: 5 };
    expect((await timelineOf(heed, 'echo')).filter((each) => each.because?.reason === 'emit-loop')).toMatchObject([
      { verdict: 'skipped', because },
    ]);
  });
});

test('an event that a workspace may not publish raises no permission, whoever forged its source', async () => {
  const { type, ...detail } = consentRecorded('forged-source');
  const [DetailType, Detail] = [type, JSON.stringify(detail)];
  const entry = { EventBusName: heed.endpoints.busName, Source: 'heed.workspace', DetailType, Detail };
  await new EventBridgeClient(heed.aws).send(new PutEventsCommand({ Entries: [entry] }));
  await heed.quiet();
  expect(await heed.profile('forged-source')).toBeNull();
});
