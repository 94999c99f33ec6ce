import '../api/silent-log.ts';
import { describe, expect, test } from 'vitest';
import { type DecidePorts, decideRecords } from '../../../functions/decide/decide-records.ts';
import { addressOf } from '../../../shared/consent/address-hmac.ts';
import { isoInstant, MINUTE } from '../../../shared/kernel/instants.ts';
import type { Json } from '../../../shared/kernel/json.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memoryReleaseStore } from '../../../shared/table/memory-release.ts';
import { memorySignUpCounts } from '../../../shared/table/memory-sign-ups.ts';
import { memoryTemplateSwitches } from '../../../shared/table/memory-template-switches.ts';
import { NOON, settings, templates, topic } from '../../person/making.ts';

const EMAIL = 'ann@example.org';
const keys = memoryMacKeys();

/** `c-42` was erased, and the address row still names it as a holder. */
async function world() {
  const people = memoryPersonStore();
  const addresses = memoryAddressBook();
  const releases = memoryReleaseStore();
  const rejected: unknown[] = [];
  const ports: DecidePorts = {
    people,
    releases,
    addresses,
    keys,
    signUps: memorySignUpCounts(),
    templates: memoryTemplateSwitches(),
    isErased: async (profileId) => profileId === 'c-42',
    rejected: {
      async reject(records) {
        rejected.push(...records);
      },
    },
    later: async () => undefined,
    clock: () => NOON + MINUTE,
  };
  const content = { settings, topics: [topic('offers')], events: {}, campaigns: [], templates, texts: {} };
  await releases.publish({ 'settings.yaml': '1' }, content, NOON);
  const { hmac } = await addressOf(keys, EMAIL);
  await addresses.hold(hmac, 'c-42', NOON);
  async function arrives(body: Json) {
    const record = { id: 'r', body: JSON.stringify(body), queueArn: 'q', receipt: 'r', received: 1, sentAt: NOON };
    expect(await decideRecords(ports, [record])).toEqual([]);
  }
  return { addresses, hmac, rejected, arrives, ids: () => [...people.people()].map((each) => each.profileId) };
}

const envelope = (type: string, detail: Json): Json => ({
  id: 'e-1',
  source: 'acme.shop',
  time: isoInstant(NOON),
  'detail-type': type,
  detail,
});

describe('for somebody who was erased and whose row is gone (P-58)', () => {
  test.each<[string, Json]>([
    ['an event', envelope('order.placed', { profileId: 'c-42', traits: { email: EMAIL } })],
    ['an event that is refused', envelope('consent.recorded', { profileId: 'c-42', traits: { email: EMAIL } })],
    ['an event that cannot be read', envelope('order.placed', { profileId: 'c-42', traits: { email: 'ann@' } })],
    ['timers', { heed: 'timers', ids: ['c-42'] }],
  ])('%s makes nobody new and leaves nothing among the rejected', async (_, body) => {
    const { arrives, rejected, ids } = await world();
    await arrives(body);
    expect(ids()).toEqual([]);
    expect(rejected).toEqual([]);
  });

  test('a bounce is kept with the address alone', async () => {
    const { addresses, hmac, arrives, ids } = await world();
    const told = { heed: 'feedback', type: 'bounce', bounceType: 'Permanent', bounceSubType: 'General', id: 'f' };
    await arrives({ ...told, at: isoInstant(NOON), sendId: 'm', profileId: 'c-42', address: hmac });
    expect((await addresses.read(hmac)).suppression).toMatchObject({ reason: 'hard-bounce' });
    expect(ids()).toEqual([]);
  });

  test('a new sign-up with the address is somebody new, and takes the erased holder off the row', async () => {
    const { addresses, hmac, arrives, ids } = await world();
    const form = { id: 'subscribe', version: '1' };
    const asked = { email: EMAIL, topics: ['offers'], locale: 'en', text: 'Yes.', form, ip: null, userAgent: null };
    const request = { heed: 'subscribe', requestId: 'AAAAAAAAAAAAAAAAAAAAAA', ...asked, for: null };
    await arrives({ ...request, at: isoInstant(NOON) });
    expect(ids()).toEqual([expect.stringMatching(/^s-/)]);
    expect((await addresses.read(hmac)).holders).toEqual(ids());
  });
});
