import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeAll, describe, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, happen, mailsOf, profileOf } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

/** Enters as often as it may, and stays until an order comes, so that its runs can be counted. */
const waiting = `topic: offers
trigger: { event: cart.left }
key: properties.cartId
reentry: always
steps:
  - wait: P30D
  - send: last-call
`;

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder, waiting }));
});

async function putBatch(events: readonly object[]): Promise<void> {
  const { busName: EventBusName } = heed.endpoints;
  const entry = { EventBusName, Source: 'acme.shop', DetailType: 'heed.batch', Detail: JSON.stringify({ events }) };
  await new EventBridgeClient(heed.aws).send(new PutEventsCommand({ Entries: [entry] }));
  await heed.quiet();
}

function five<T>(value: T): T[] {
  return Array.from({ length: 5 }, () => value);
}

describe('the same event', () => {
  test('five times in one PutEvents brings one run and one mail', async () => {
    await happen(heed, consentRecorded('at-once'));
    const cart = cartAbandoned('at-once');
    await happen(heed, ...five(cart), ...five({ ...cart, type: 'cart.left', eventId: 'left-at-once' }));
    expect(await mailsOf(heed, 'at-once')).toHaveLength(1);
    expect((await profileOf(heed, 'at-once')).enrollments).toHaveLength(1);
  });

  test('in five calls at the same moment brings one mail', async () => {
    await happen(heed, consentRecorded('parallel'));
    await Promise.all(five(cartAbandoned('parallel')).map((event) => heed.putEvents(event)));
    await heed.quiet();
    expect(await mailsOf(heed, 'parallel')).toHaveLength(1);
  });

  test('sixty of one person in one batch that comes twice, and once more after others, count once', async () => {
    const orders = Array.from({ length: 60 }, (_, n) => ({
      type: 'order.placed',
      profileId: 'sixty',
      eventId: `order-sixty-${n}`,
    }));
    const counted = async () => {
      const { events } = (await profileOf(heed, 'sixty')) as unknown as { events: Record<string, { count: number }> };
      return events['order.placed']?.count;
    };
    await putBatch(orders);
    await putBatch(orders);
    expect(await counted()).toBe(60);
    await happen(heed, ...orders.slice(0, 10).map((order) => ({ ...order, eventId: `${order.eventId}-more` })));
    await putBatch(orders);
    expect(await counted()).toBe(70);
  });

  test('again a day and five days later brings nothing more', async () => {
    const { now } = { now: await heed.now() };
    await happen(heed, consentRecorded('later'));
    const cart = { ...cartAbandoned('later'), occurredAt: now };
    await happen(heed, cart);
    await heed.advance('P1D');
    await happen(heed, cart);
    await heed.advance('P4D');
    await happen(heed, cart);
    expect(await mailsOf(heed, 'later')).toHaveLength(1);
  });

  test('without a time of its own brings nothing more either, five days later', async () => {
    await happen(heed, consentRecorded('timeless'));
    await happen(heed, cartAbandoned('timeless'));
    await heed.advance('P1D');
    await happen(heed, cartAbandoned('timeless'));
    await heed.advance('P4D');
    await happen(heed, cartAbandoned('timeless'));
    expect(await mailsOf(heed, 'timeless')).toHaveLength(1);
  });

  test('is still the same after forty others, which push its id out of the ring of seen ones', async () => {
    await happen(heed, consentRecorded('busy'));
    await happen(heed, cartAbandoned('busy'));
    const others = Array.from({ length: 40 }, (_, index) => ({
      type: 'order.placed',
      profileId: 'busy',
      eventId: `order-${index}`,
      properties: { cartId: `other-${index}` },
    }));
    await happen(heed, ...others);
    await happen(heed, cartAbandoned('busy'));
    expect(await mailsOf(heed, 'busy')).toHaveLength(1);
  });
});

describe('different carts', () => {
  test('are two runs by their key, and two mails', async () => {
    await happen(heed, consentRecorded('two-carts'));
    const carts = [cartAbandoned('two-carts', 'k-1'), cartAbandoned('two-carts', 'k-2')];
    await happen(
      heed,
      ...carts,
      ...carts.map((cart) => ({ ...cart, type: 'cart.left', eventId: `${cart.eventId}-left` })),
    );
    expect(await mailsOf(heed, 'two-carts')).toHaveLength(2);
    const { enrollments } = await profileOf(heed, 'two-carts');
    expect(enrollments.map((each) => each.enrollmentId).sort()).toEqual([
      'waiting:k-1:cart-two-carts-k-1-left',
      'waiting:k-2:cart-two-carts-k-2-left',
    ]);
  });

  test('of one person all at once are as many mails, each written down as sent', async () => {
    await happen(heed, consentRecorded('crowd'));
    await Promise.all(Array.from({ length: 12 }, (_, index) => heed.putEvents(cartAbandoned('crowd', `k-${index}`))));
    await heed.quiet();
    expect(await mailsOf(heed, 'crowd')).toHaveLength(12);
    const { messages } = await profileOf(heed, 'crowd');
    expect(messages.map((each) => each.status)).toEqual(Array.from({ length: 12 }, () => 'sent'));
  });

  test('and one cart that is left again later is a run of its own', async () => {
    await happen(heed, consentRecorded('again'));
    await happen(heed, cartAbandoned('again', 'k-1', 'first'));
    await heed.advance('PT1H');
    await happen(heed, cartAbandoned('again', 'k-1', 'second'));
    expect(await mailsOf(heed, 'again')).toHaveLength(2);
  });

  test('but one cart has one run at a time', async () => {
    await happen(heed, consentRecorded('running'));
    const left = { ...cartAbandoned('running', 'k-1', 'first'), type: 'cart.left' };
    await happen(heed, left);
    await happen(heed, { ...left, eventId: 'second' });
    expect((await profileOf(heed, 'running')).enrollments).toMatchObject([{ enrollmentId: 'waiting:k-1:first' }]);
  });
});
