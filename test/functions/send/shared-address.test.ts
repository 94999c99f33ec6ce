import { describe, expect, test } from 'vitest';
import { sendOrder } from '../../../functions/send/send-order.ts';
import { DAY, HOUR } from '../../../shared/kernel/instants.ts';
import type { MailOutcome } from '../../../shared/messages/mailer.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { Person } from '../../../shared/person/person.ts';
import { event } from '../../person/making.ts';
import { PROFILE, sendWorld } from './send-world.ts';

/** P-102. */
const CAPS = [
  { max: 1, per: DAY },
  { max: 3, per: 7 * DAY },
];

type World = Awaited<ReturnType<typeof sendWorld>>;

/** One more profile with Ann's address, consent and a queued message of its own. */
async function twin({ ports, addresses, address, world }: World, profileId: string): Promise<void> {
  const stored = await ports.people.load(PROFILE);
  if (!stored) throw new Error('Ann is not stored');
  const fresh = { messages: [], enrollments: [], recent: [], seen: [], entries: [], ended: [] };
  const person: Person = { ...stored, ...fresh, profileId, version: 0 };
  await ports.people.commit(person, { person, effects: [], ledger: [] });
  await addresses.hold(address, profileId, world.now);
  await applyInputs(ports, profileId, [event()]);
}

async function sendTo({ ports }: World, profileId: string, outcome?: MailOutcome): Promise<void> {
  const messageId = (await ports.people.load(profileId))?.messages[0]?.messageId ?? '';
  const mailer = outcome ? { ...ports.mailer, send: async () => outcome } : ports.mailer;
  await sendOrder({ ...ports, mailer }, { profileId, messageId }, `claim-of-${profileId}`);
}

async function messageOf({ ports }: World, profileId: string) {
  return (await ports.people.load(profileId))?.messages[0];
}

async function withTwins(count: number): Promise<{ world: World; ids: readonly string[] }> {
  const world = await sendWorld('marketing', CAPS);
  const ids = Array.from({ length: count }, (_, n) => `c-twin-${n}`);
  for (const id of ids) await twin(world, id);
  return { world, ids };
}

describe('P-101 the caps of an address that several profiles hold', () => {
  test('let one of 100 workers send, and hold the others until the place is free', async () => {
    const { world, ids } = await withTwins(100);
    await Promise.all(ids.map((id) => sendTo(world, id)));
    expect(world.sent).toHaveLength(1);
    const messages = (await Promise.all(ids.map((id) => messageOf(world, id)))).filter((each) => each !== undefined);
    expect(messages).toHaveLength(99);
    expect(new Set(messages.map((each) => `${each.status} ${each.because?.reason} ${each.because?.by}`))).toEqual(
      new Set(['held frequency-cap address']),
    );
    expect(messages.every((each) => each.notBefore === world.world.now + DAY)).toBe(true);
  });

  test('let the next one go a day later, when every gate is asked again', async () => {
    const { world } = await withTwins(2);
    await sendTo(world, 'c-twin-0');
    await sendTo(world, 'c-twin-1');
    world.world.now += DAY;
    await applyInputs(world.ports, 'c-twin-1', [{ kind: 'timer' }]);
    await sendTo(world, 'c-twin-1');
    expect(world.sent.map((each) => each.profileId)).toEqual(['c-twin-0', 'c-twin-1']);
  });

  test('count a call without an answer, and not one that SES refused for good', async () => {
    const { world } = await withTwins(3);
    await sendTo(world, 'c-twin-0', { outcome: 'failed', because: { reason: 'rejected-by-ses' } });
    expect((await world.addresses.read(world.address)).marketing).toEqual([]);
    await sendTo(world, 'c-twin-1', { outcome: 'unknown', error: 'timeout' });
    await sendTo(world, 'c-twin-2');
    expect(world.sent).toEqual([]);
    expect((await messageOf(world, 'c-twin-2'))?.because?.reason).toBe('frequency-cap');
  });

  test('refuse at once what would be free only after its time', async () => {
    const { world } = await withTwins(2);
    for (const n of [1, 2, 3]) {
      const caps = [{ max: 3, per: 7 * DAY }];
      await world.addresses.reserveMarketing(world.address, `earlier-${n}`, world.world.now - 2 * DAY - n * HOUR, caps);
    }
    await sendTo(world, 'c-twin-0');
    expect((await world.ports.people.load('c-twin-0'))?.recent[0]).toMatchObject({
      status: 'skipped',
      reason: 'expired',
    });
  });

  test('cost a single holder no write and no place', async () => {
    const world = await sendWorld('marketing', CAPS);
    await world.addresses.hold(world.address, PROFILE, world.world.now);
    await world.send();
    expect(world.sent).toHaveLength(1);
    expect((await world.addresses.read(world.address)).marketing).toEqual([]);
  });

  test('leave transactional mail alone (P-102)', async () => {
    const world = await sendWorld('transactional', CAPS);
    await world.addresses.hold(world.address, PROFILE, world.world.now);
    await world.addresses.hold(world.address, 'c-other', world.world.now);
    await world.addresses.reserveMarketing(world.address, 'earlier', world.world.now, [{ max: 1, per: DAY }]);
    await world.send();
    expect(world.sent).toHaveLength(1);
  });
});
