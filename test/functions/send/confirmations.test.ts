import { describe, expect, test } from 'vitest';
import { sendOrder } from '../../../functions/send/send-order.ts';
import { hourOf } from '../../../shared/consent/sign-up-counts.ts';
import { DAY, HOUR, isoInstant, MINUTE } from '../../../shared/kernel/instants.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { Person } from '../../../shared/person/person.ts';
import { event, recorded, requested } from '../../person/making.ts';
import { sendWorld } from './send-world.ts';

let asked = 0;

/** Ann of the send world, who withdrew and asks for `offers` again. */
async function askingWorld() {
  const world = await sendWorld();
  const properties = { topics: ['offers'], method: 'phone' };
  const withdrawn = event({ type: 'consent.withdrawn', eventId: 'w', properties, occurredAt: world.world.now - 1 });
  await applyInputs(world.ports, 'c-42', [withdrawn]);
  const person = async () => (await world.ports.people.load('c-42')) as Person;
  return {
    ...world,
    person,
    /** Asks, and tries to send the mail of the request. Gives what became of it. */
    async asks(method = 'web-form') {
      asked += 1;
      const requestId = `r-${asked}`;
      const properties = requested({ topics: ['offers'], method });
      const type = 'subscription.requested';
      const told = event({ type, eventId: requestId, requestId, properties, occurredAt: world.world.now });
      await applyInputs(world.ports, 'c-42', [told]);
      const message = (await person()).messages.find((each) => each.requestId === requestId);
      if (!message) return 'none';
      await sendOrder(world.ports, { profileId: 'c-42', messageId: message.messageId }, `claim-${asked}`);
      const { messages, recent } = await person();
      const ended = recent.find((each) => each.messageId === message.messageId);
      const held = messages.find((each) => each.messageId === message.messageId);
      return ended ? (ended.reason ?? ended.status) : (held?.because?.reason ?? held?.status);
    },
  };
}

describe('a confirmation mail', () => {
  test('P-34 goes to an address once in ten minutes; the request behind it is dropped, the first stays', async () => {
    const world = await askingWorld();
    expect(await world.asks()).toBe('sent');
    expect(await world.asks()).toBe('confirmation-cap');
    expect((await world.person()).permission.requests).toHaveLength(1);
    world.world.now += 10 * MINUTE;
    expect(await world.asks()).toBe('sent');
  });

  test('P-34 goes three times a day and five times in thirty days, counted for the address', async () => {
    const world = await askingWorld();
    const answers: (string | undefined)[] = [];
    for (let time = 0; time < 8; time += 1) {
      answers.push(await world.asks());
      world.world.now += 8 * HOUR - 1;
    }
    expect(answers).toEqual([
      'sent',
      'sent',
      'sent',
      'confirmation-cap',
      'sent',
      'sent',
      'confirmation-cap',
      'confirmation-cap',
    ]);
    world.world.now += 30 * DAY;
    expect(await world.asks()).toBe('sent');
  });

  test('P-22, P-27 is not tracked, not even where the person agreed to tracking', async () => {
    const world = await askingWorld();
    const properties = recorded({ topics: null, purpose: 'tracking.email', grantedAt: isoInstant(world.world.now) });
    const { topics: _, ...tracking } = properties;
    await applyInputs(world.ports, 'c-42', [event({ type: 'consent.recorded', eventId: 't', properties: tracking })]);
    expect((await world.person()).permission.consents.some((each) => each.purpose === 'tracking.email')).toBe(true);
    expect(await world.asks()).toBe('sent');
    expect(world.sent.map((mail) => mail.tracking)).toEqual([false]);
  });

  test('P-36 does not go to an address that said it was not them, until the year is over', async () => {
    const world = await askingWorld();
    await world.addresses.block(world.address, world.world.now + 365 * DAY);
    expect(await world.asks()).toBe('blocked');
    world.world.now += 365 * DAY;
    expect(await world.asks()).toBe('sent');
  });

  test('P-39 does not go to a suppressed address, but to one that stopped everything', async () => {
    for (const [reason, what] of [
      ['hard-bounce', 'hard-bounce'],
      ['complaint', 'complaint'],
    ] as const) {
      const world = await askingWorld();
      await world.addresses.suppress(world.address, reason, world.world.now);
      expect(await world.asks()).toBe(what);
    }
    const world = await askingWorld();
    await world.addresses.stop(world.address, world.world.now - 1);
    expect(await world.asks()).toBe('sent');
  });

  test('P-35 waits while sign-ups flood in through the form, is asked again, and goes when it is quiet', async () => {
    const world = await askingWorld();
    for (let one = 0; one < 31; one += 1) await world.ports.signUps.count(hourOf(world.world.now));
    expect(await world.asks('heed-form')).toBe('sign-up-breaker');
    const [held] = (await world.person()).messages.filter((each) => each.requestId !== null);
    expect(held?.notBefore).toBeGreaterThanOrEqual(world.world.now + 15 * MINUTE);
    expect(await world.asks('web-form')).toBe('sent');
    await world.passes(2 * HOUR);
    await sendOrder(world.ports, { profileId: 'c-42', messageId: held?.messageId ?? '' }, 'claim-later');
    expect((await world.person()).recent.find((each) => each.messageId === held?.messageId)?.status).toBe('sent');
  });
});
