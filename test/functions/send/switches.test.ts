import { describe, expect, test } from 'vitest';
import type { MacKeys } from '../../../shared/consent/mac-keys.ts';
import { HOUR, SECOND } from '../../../shared/kernel/instants.ts';
import { sendWorld } from './send-world.ts';

type World = Awaited<ReturnType<typeof sendWorld>>;

/** While the links are signed, between reading the release and the claim, a switch is published and time goes by. */
function switchedWhileSigning({ ports, publish, world }: World, ms: number): MacKeys {
  let done = false;
  return {
    async key(label) {
      if (!done) {
        done = true;
        await publish({ paused: true });
        world.now += ms;
      }
      return ports.keys.key(label);
    },
  };
}

describe('P-107 a kill switch is in force for every call that starts more than 10 s after its publication', () => {
  test('also when it was published after the release was read: an old reading speaks for no call', async () => {
    const world = await sendWorld();
    await world.send({ keys: switchedWhileSigning(world, 6 * SECOND) });
    expect(world.sent).toEqual([]);
    expect(await world.message()).toMatchObject({ status: 'queued', claim: null });
    await world.send();
    expect(world.sent).toEqual([]);
    expect(await world.message()).toMatchObject({ status: 'held', because: { reason: 'sending-disabled' } });
  });

  test('a call whose reading is no older than 5 s may still follow', async () => {
    const world = await sendWorld();
    await world.send({ keys: switchedWhileSigning(world, 5 * SECOND) });
    expect(world.sent).toHaveLength(1);
  });

  test('also when it was published between the claim and the call, and the call was late', async () => {
    const world = await sendWorld();
    const read = async (hmac: string) => {
      await world.publish({ paused: true });
      world.world.now += 6 * SECOND;
      return world.addresses.read(hmac);
    };
    await world.send({ addresses: { ...world.addresses, read } });
    await world.send();
    expect(world.sent).toEqual([]);
    expect((await world.message())?.status).toBe('held');
  });

  test('and what it held goes out within the hour after it was turned back', async () => {
    const world = await sendWorld();
    await world.publish({ paused: true });
    await world.send();
    await world.publish({});
    await world.passes(HOUR);
    await world.send();
    expect(world.sent).toHaveLength(1);
  });
});
