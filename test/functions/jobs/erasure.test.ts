import { describe, expect, test } from 'vitest';
import { addressHmac } from '../../../shared/consent/address-hmac.ts';
import { unknownAddress } from '../../../shared/consent/address-state.ts';
import { DAY } from '../../../shared/kernel/instants.ts';
import { annsAddress, event, NOON } from '../../person/making.ts';
import { aLogEntry } from '../../table/people.ts';
import { erasureWorld } from './erasure-world.ts';

/** What an erasure of Ann leaves behind, however it went. */
const erased = {
  people: [],
  ledger: 0,
  log: 0,
  address: { ...unknownAddress, stoppedAt: NOON },
  notes: [{ at: NOON, reason: 'requested', keepUntil: NOON + 1096 * DAY }],
  proofs: 118,
  proofsWithoutAddress: 2,
  isErased: true,
};

describe('the job of an erasure', () => {
  test('leaves the proof of consent and nothing else of the person (P-56, P-62)', async () => {
    const world = await erasureWorld();
    await world.erase();
    const deliveries = await world.work();
    const left = await world.left();
    expect(left).toMatchObject(erased);
    expect(left.text).not.toContain(annsAddress.email);
    // Three pages of evidence, three of log, and each other phase once: no message does it all.
    expect(deliveries).toBeGreaterThan(8);
  });

  test('keeps a suppression of the address, and frees it for somebody new', async () => {
    const world = await erasureWorld();
    await world.addresses.suppress('hmac-of-ann', 'complaint', NOON - DAY);
    await world.erase();
    await world.work();
    const { address } = await world.left();
    expect(address).toMatchObject({ holders: [], suppression: { reason: 'complaint', since: NOON - DAY } });
  });

  test('killed between any two calls it goes on, and ends the same', async () => {
    const whole = await erasureWorld();
    await whole.erase();
    await whole.work();
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; at <= whole.calls(); at += 1) {
        const world = await erasureWorld({ at, when });
        await world.erase();
        await world.work();
        expect({ at, when, ...(await world.left()) }).toMatchObject({ at, when, ...erased });
      }
    }
  });

  test('ends the same when its order and the deletion come twice', async () => {
    const world = await erasureWorld();
    await world.erase();
    const commits = world.people.drainEffects();
    await world.relay(commits);
    await world.relay(commits);
    await world.work();
    await world.relay([{ profileId: 'c-42', version: 0, effects: [], removed: true }]);
    await world.work();
    expect(await world.left()).toMatchObject(erased);
  });

  test('a batch of the relay that comes again writes rows behind it, and the deletion in it purges them', async () => {
    const world = await erasureWorld();
    await world.erase();
    await world.work();
    await world.relay([
      { profileId: 'c-42', version: 1, effects: [{ type: 'address-held', address: 'hmac-of-ann', since: NOON }] },
      { profileId: 'c-42', version: 2, effects: [{ type: 'log', entry: aLogEntry() }] },
      { profileId: 'c-42', version: 0, effects: [], removed: true },
    ]);
    expect((await world.left()).log).toBe(1);
    await world.work();
    expect(await world.left()).toMatchObject(erased);
  });

  test('takes what rests in queues along, by id and by address', async () => {
    const world = await erasureWorld();
    world.resting.add(JSON.stringify({ detail: { profileId: 'c-42', traits: { email: annsAddress.email } } }));
    world.resting.add(JSON.stringify({ detail: { profileId: 'c-7' } }));
    await world.erase();
    await world.work();
    expect([...world.resting]).toEqual([JSON.stringify({ detail: { profileId: 'c-7' } })]);
  });

  test('late events make nobody new, and a second erasure of the id ends too (P-58)', async () => {
    const world = await erasureWorld();
    await world.erase();
    await world.work();
    const address = { email: annsAddress.email, hmac: await addressHmac(world.keys, annsAddress.email) };
    await world.tell(event({ traits: { email: annsAddress.email }, address }));
    expect((await world.left()).people).toEqual([]);
    await world.erase();
    await world.work();
    expect((await world.left()).people).toEqual([]);
  });

  test('of a sign-up that nobody confirmed stops no address: its owner may never have typed it (P-37)', async () => {
    const world = await erasureWorld();
    await world.order({ at: NOON, address: 'hmac-of-ann', reason: 'unconfirmed', keepUntil: NOON });
    await world.work();
    expect(await world.left()).toMatchObject({ address: unknownAddress, notes: [], ledger: 0, log: 0 });
  });
});
