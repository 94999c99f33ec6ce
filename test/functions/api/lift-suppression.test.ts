import { expect, test } from 'vitest';
import { liftSuppression } from '../../../functions/jobs/lift.ts';
import { addressHmac } from '../../../shared/consent/address-hmac.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { EMAIL, START, worldWithAnn } from './api-world.ts';
import './silent-log.ts';

const PATH = '/api/profiles/c-42/lift-suppression';
const body = { reason: 'she wrote to us from this address', by: 'support/eva' };

async function bounced() {
  const world = await worldWithAnn();
  const hmac = await addressHmac(memoryMacKeys(), EMAIL);
  await world.addresses.suppress(hmac, 'hard-bounce', START);
  world.world.now += 1_000;
  return { world, hmac };
}

/** What the job does with the orders that the API gave. */
async function work({ ordered, people, addresses }: Awaited<ReturnType<typeof bounced>>['world']): Promise<string[]> {
  const unlisted: string[] = [];
  const list = {
    async remove(email: string) {
      unlisted.push(email);
    },
  };
  for (const order of ordered.splice(0)) {
    if (order.job === 'lift') await liftSuppression({ people, addresses, list }, order);
  }
  return unlisted;
}

test('P-84 a lift takes the address off both lists and keeps the human reason as evidence', async () => {
  const { world, hmac } = await bounced();
  const { status, body: answer } = await world.post(PATH, body);
  expect({ status, answer }).toMatchObject({ status: 200, answer: { profileId: 'c-42', suppression: null } });
  expect(await work(world)).toEqual([EMAIL]);
  expect((await world.addresses.read(hmac)).suppression).toBeNull();
  expect((await world.get('/api/profiles/c-42')).body.suppression).toBeNull();
  const { entries } = (await world.get('/api/profiles/c-42/timeline')).body;
  expect(entries[0]).toMatchObject({ kind: 'suppression.lifted', text: body.reason, source: body.by });
  expect(JSON.stringify(answer)).not.toContain('@');
});

test('P-79 SES is called by a job and not by the API: until then the address row refuses', async () => {
  const { world, hmac } = await bounced();
  await world.post(PATH, body);
  expect(world.ordered).toEqual([{ job: 'lift', profileId: 'c-42', address: hmac, at: world.world.now }]);
  expect((await world.addresses.read(hmac)).suppression).not.toBeNull();
  await work(world);
  expect((await world.addresses.read(hmac)).suppression).toBeNull();
});

test('P-84 an address that nobody holds any more stays suppressed', async () => {
  const { world, hmac } = await bounced();
  await world.post(PATH, body);
  await world.happens('c-42', 'profile.updated', { traits: { email: 'ann@new.example' } });
  expect(await work(world)).toEqual([]);
  expect((await world.addresses.read(hmac)).suppression).not.toBeNull();
});

test('P-84 a bounce after the lift suppresses again, an older one that comes late does not', async () => {
  const { world, hmac } = await bounced();
  await world.post(PATH, body);
  await work(world);
  await world.addresses.suppress(hmac, 'hard-bounce', START);
  expect((await world.addresses.read(hmac)).suppression).toBeNull();
  await world.addresses.suppress(hmac, 'hard-bounce', START + 5_000);
  expect((await world.addresses.read(hmac)).suppression).toMatchObject({ reason: 'hard-bounce' });
});

test.each<[string, object, string]>([
  ['no reason', { by: 'eva' }, 'reason'],
  ['an empty reason', { ...body, reason: ' ' }, 'reason'],
  ['nobody who decided', { reason: 'r' }, 'by'],
])('P-84 with %s nothing is lifted', async (_, given, field) => {
  const { world, hmac } = await bounced();
  const { status, body: answer } = await world.post(PATH, given);
  expect(status).toBe(400);
  expect(answer.errors).toMatchObject([{ field }]);
  expect(world.ordered).toEqual([]);
  expect((await world.addresses.read(hmac)).suppression).not.toBeNull();
});

test('nobody can be lifted who is not known', async () => {
  const { world } = await bounced();
  expect((await world.post('/api/profiles/nobody/lift-suppression', body)).status).toBe(404);
});
