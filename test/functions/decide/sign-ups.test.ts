import '../api/silent-log.ts';
import { describe, expect, test } from 'vitest';
import { type DecidePorts, decideRecords } from '../../../functions/decide/decide-records.ts';
import { addressOf } from '../../../shared/consent/address-hmac.ts';
import { hourOf } from '../../../shared/consent/sign-up-counts.ts';
import type { SubscribeBody } from '../../../shared/events/requests.ts';
import { HOUR, isoInstant } from '../../../shared/kernel/instants.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memoryReleaseStore } from '../../../shared/table/memory-release.ts';
import { memorySignUpCounts } from '../../../shared/table/memory-sign-ups.ts';
import { memoryTemplateSwitches } from '../../../shared/table/memory-template-switches.ts';
import { event, NOON, recorded, settings, template, templates, topic } from '../../person/making.ts';

const keys = memoryMacKeys();

/** The function `decide` on stores in memory, fed with sign-ups of the form. */
async function world() {
  const people = memoryPersonStore();
  const addresses = memoryAddressBook();
  const releases = memoryReleaseStore();
  const signUps = memorySignUpCounts();
  const state = { now: NOON, told: 0 };
  const ports: DecidePorts = {
    people,
    releases,
    addresses,
    keys,
    signUps,
    templates: memoryTemplateSwitches(),
    isErased: async () => false,
    rejected: { reject: async () => undefined },
    later: async () => undefined,
    clock: () => state.now,
  };
  const all = [...templates, template({ id: '_system/address', class: 'transactional' })];
  const content = {
    settings,
    topics: [topic('offers'), topic('events')],
    events: {},
    campaigns: [],
    templates: all,
    texts: {},
  };
  await releases.publish({ 'settings.yaml': '1' }, content, NOON);
  const bodyOf = (differs: Partial<SubscribeBody>): SubscribeBody => {
    state.told += 1;
    return {
      heed: 'subscribe',
      requestId: String(state.told).padStart(22, 'A'),
      email: `mail.${state.told}@example.org`,
      topics: ['offers'],
      locale: 'en',
      text: 'Yes, offers.',
      form: { id: 'subscribe', version: '3' },
      ip: '192.0.2.1',
      userAgent: 'b',
      for: null,
      at: isoInstant(state.now),
      ...differs,
    };
  };
  return {
    state,
    ports,
    addresses,
    signUps,
    person: (id: string) => people.load(id),
    apply: (id: string, input: Parameters<typeof applyInputs>[2][number]) => applyInputs(ports, id, [input]),
    /** Gives how many people are known afterwards. `times`: how often the queue brings the record. */
    signsUp: async (differs: Partial<SubscribeBody> = {}, times = 1) => {
      const body = JSON.stringify(bodyOf(differs));
      for (let time = 0; time < times; time += 1) {
        const record = { id: '1', body, queueArn: 'q', receipt: 'r', received: time + 1, sentAt: state.now };
        expect(await decideRecords(ports, [record])).toEqual([]);
      }
      return [...people.people()].length;
    },
  };
}

describe('P-35 sign-ups from one place', () => {
  test('are taken ten times an hour from an IP address, and again in the next hour', async () => {
    const { signsUp, state } = await world();
    for (let time = 1; time <= 10; time += 1) expect(await signsUp()).toBe(time);
    expect(await signsUp()).toBe(10);
    expect(await signsUp({ ip: '192.0.2.2' })).toBe(11);
    state.now = hourOf(state.now) + HOUR;
    expect(await signsUp()).toBe(12);
  });

  test('are taken fifty times an hour from a /24 and from a /48', async () => {
    for (const ipOf of [(n: number) => `192.0.2.${n}`, (n: number) => `2001:db8:1:${n}::1`]) {
      const { signsUp } = await world();
      for (let n = 1; n <= 50; n += 1) expect(await signsUp({ ip: ipOf(n) })).toBe(n);
      expect(await signsUp({ ip: ipOf(51) })).toBe(50);
    }
  });

  test('are counted once however often the queue brings them, and without a trace of the IP address', async () => {
    const { signsUp, signUps } = await world();
    for (let time = 1; time <= 10; time += 1) expect(await signsUp({}, 3)).toBe(time);
    expect([...(await signUps.since(0)).values()]).toEqual([10]);
  });

  test('are not limited from this very machine, and dropped wherever the form knows a program', async () => {
    const { signsUp } = await world();
    for (let time = 1; time <= 12; time += 1) expect(await signsUp({ ip: '127.0.0.1' })).toBe(time);
    expect(await signsUp({ ip: '127.0.0.1', botCheck: 'failed' })).toBe(12);
  });
});

describe('a sign-up by a link that names a customer', () => {
  const known = async () => {
    const told = await world();
    const address = await addressOf(keys, 'ann@example.org');
    const input = event({
      type: 'consent.recorded',
      properties: recorded(),
      traits: { email: 'ann@example.org' },
      address,
    });
    await told.apply('c-42', input);
    return told;
  };

  test("P-32 with another address leaves the customer's as it is until that one is confirmed", async () => {
    const { signsUp, person, apply } = await known();
    await signsUp({ for: 'c-42', email: 'ann@new.example', topics: ['events'] });
    const waiting = await person('c-42');
    expect(waiting?.address?.email).toBe('ann@example.org');
    expect(waiting?.pendingAddress?.email).toBe('ann@new.example');
    expect(waiting?.messages).toMatchObject([{ status: 'queued', requestId: waiting?.pendingAddress?.requestId }]);
    const requestId = waiting?.pendingAddress?.requestId ?? '';
    await apply('c-42', { kind: 'address-confirmed', requestId, at: NOON, ip: null, userAgent: null });
    const after = await person('c-42');
    expect(after?.address?.email).toBe('ann@new.example');
    expect(after?.permission.consents.find((each) => each.topic === 'events')?.grant?.address).toBe(
      after?.address?.hmac,
    );
  });

  test("with the customer's own address is a request like any other", async () => {
    const { signsUp, person } = await known();
    expect(await signsUp({ for: 'c-42', email: 'Ann@example.org', topics: ['events'] })).toBe(1);
    expect((await person('c-42'))?.permission.requests).toMatchObject([{ topics: ['events'], method: 'heed-form' }]);
  });
});

test('P-52, P-39 somebody who holds a topic is asked again where another holder stopped the address', async () => {
  const { signsUp, person, apply, addresses } = await world();
  const address = await addressOf(keys, 'ann@example.org');
  await apply(
    'c-42',
    event({ type: 'consent.recorded', properties: recorded(), traits: { email: 'ann@example.org' }, address }),
  );
  await addresses.hold(address.hmac, 'c-42', NOON);
  await signsUp({ email: 'ann@example.org' });
  expect((await person('c-42'))?.messages).toEqual([]);
  await addresses.stop(address.hmac, NOON);
  await signsUp({ email: 'ann@example.org' });
  expect((await person('c-42'))?.messages).toMatchObject([{ template: '_system/confirmation', status: 'queued' }]);
});
