import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, happen, mailsOf, orderPlaced, profileOf, timelineOf } from './flow-people.ts';
import { flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

const patient = `topic: offers
trigger: { event: cart.left }
key: properties.cartId
reentry: always
exit: [ { event: order.placed, sameKey: properties.cartId } ]
steps:
  - wait: P30D
  - send: reminder
`;

const twoWaits = `topic: offers
trigger: { event: cart.abandoned }
key: properties.cartId
reentry: always
exit: [ { event: order.placed, sameKey: properties.cartId } ]
steps:
  - wait: PT3H
  - send: reminder
  - wait: P1D
  - send: last-call
`;

let heed: RunningHeed;
beforeAll(async () => {
  heed = await startLocalRun({ workspace: flowWorkspace({ patient, 'two-waits': twoWaits }) });
});
afterAll(() => heed?.stop());

const leftCart = (profileId: string, cartId = 'k-1') => ({ ...cartAbandoned(profileId, cartId), type: 'cart.left' });

async function subjectsOf(profileId: string): Promise<string[]> {
  return (await mailsOf(heed, profileId)).map((mail) => mail.subject).reverse();
}

describe('a run that waits', () => {
  test('ends with the order, on the day of the order, and nothing comes in sixty days', async () => {
    await happen(heed, consentRecorded('buyer'));
    await happen(heed, leftCart('buyer'));
    const [running] = (await profileOf(heed, 'buyer')).enrollments;
    expect(running).toMatchObject({ campaign: 'patient', status: 'running' });
    expect(Date.parse(running?.dueAt as string)).toBeGreaterThan(Date.parse(await heed.now()) + 29 * 86_400_000);

    await heed.advance('P1D');
    await happen(heed, orderPlaced('buyer'));
    expect((await profileOf(heed, 'buyer')).enrollments).toEqual([]);
    const ended = (await timelineOf(heed, 'buyer')).find((entry) => entry.verdict === 'ended');
    expect(ended).toMatchObject({ because: { reason: 'exited', by: 'order.placed' } });
    expect(Math.abs(Date.parse(ended?.at as string) - Date.parse(await heed.now()))).toBeLessThan(3_600_000);

    await heed.advance('P60D');
    expect(await mailsOf(heed, 'buyer')).toEqual([]);
  });

  test('does not end with the order of another cart', async () => {
    await happen(heed, consentRecorded('two-carts'));
    await happen(heed, leftCart('two-carts', 'k-1'), leftCart('two-carts', 'k-2'));
    await happen(heed, orderPlaced('two-carts', 'k-2'));
    expect((await profileOf(heed, 'two-carts')).enrollments).toMatchObject([
      { enrollmentId: expect.stringContaining(':k-1:') },
    ]);
    await heed.advance('P31D');
    expect(await subjectsOf('two-carts')).toEqual(['Your cart is waiting']);
  });
});

describe('a story of two waits', () => {
  test('tells each part when its time has come, never before, and at most a minute after', async () => {
    await happen(heed, consentRecorded('listener'));
    const began = Date.parse(await heed.now());
    await happen(heed, cartAbandoned('listener'));
    await heed.advance('PT2H59M');
    expect(await subjectsOf('listener')).toEqual([]);
    await heed.advance('PT2M');
    expect(await subjectsOf('listener')).toEqual(['Your cart is waiting']);
    await heed.advance('PT23H50M');
    expect(await subjectsOf('listener')).toHaveLength(1);
    await heed.advance('P1D');
    expect(await subjectsOf('listener')).toEqual(['Your cart is waiting', 'One more day']);
    const [last, first] = (await mailsOf(heed, 'listener')).map((mail) => Date.parse(mail.at) - began);
    expect(first).toBeGreaterThanOrEqual(3 * 3_600_000);
    // Two sweeps lie between, each up to a minute late.
    expect(last).toBeGreaterThanOrEqual(27 * 3_600_000);
    expect(last).toBeLessThan(27 * 3_600_000 + 180_000);
    expect((await profileOf(heed, 'listener')).enrollments).toEqual([]);
  });

  test('is told whole in one long leap of time', async () => {
    await happen(heed, consentRecorded('leaper'));
    await happen(heed, cartAbandoned('leaper'));
    await heed.advance('P7D');
    expect(await subjectsOf('leaper')).toEqual(['Your cart is waiting', 'One more day']);
  });

  test('breaks off with the order between its parts', async () => {
    await happen(heed, consentRecorded('orderer'));
    await happen(heed, cartAbandoned('orderer'));
    await heed.advance('PT4H');
    await happen(heed, orderPlaced('orderer'));
    await heed.advance('P60D');
    expect(await subjectsOf('orderer')).toEqual(['Your cart is waiting']);
  });

  test('breaks off with a withdrawal: what it still had to say is not said', async () => {
    await happen(heed, consentRecorded('leaver'));
    await happen(heed, cartAbandoned('leaver'));
    await heed.advance('PT4H');
    const properties = { topics: ['offers'], method: 'support-desk' };
    await happen(heed, { type: 'consent.withdrawn', profileId: 'leaver', properties });
    await heed.advance('P2D');
    expect(await subjectsOf('leaver')).toEqual(['Your cart is waiting']);
  });
});
