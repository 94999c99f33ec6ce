import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../shared/kernel/instants.ts';
import { applyInputs } from '../../shared/person/apply.ts';
import type { Told } from '../../shared/person/effects.ts';
import type { Input } from '../../shared/person/input.ts';
import { newPerson, type Person } from '../../shared/person/person.ts';
import { loadSurvivor } from '../../shared/person/survivor.ts';
import { memoryPersonStore } from '../../shared/table/memory-person.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import {
  ANNS,
  ann,
  annsAddress,
  campaign,
  consent,
  feedback,
  grant,
  NOON,
  newAddress,
  requested,
  send,
  settings,
  template,
  templates,
  topic,
  traits,
  wait,
} from './making.ts';

const FORM = 's-form';

/** Two people on one store; what one tells the other arrives, as often as the test says. */
async function mergeWorld(into: Partial<Person>, from: Partial<Person>) {
  const store = memoryPersonStore();
  const content = {
    ...emptyRelease.content,
    settings,
    topics: [topic('offers'), topic('events')],
    events: { 'order.placed': { remember: true } },
    campaigns: [campaign({ steps: [wait(DAY), send()] })],
    templates: [...templates, template({ id: '_system/reminder', class: 'transactional' })],
  };
  const hashes = { 'cart-abandoned': 'hash-of-cart-abandoned' };
  const release = { ...emptyRelease, number: 3, content, hashes };
  const world = { now: NOON };
  const ports = {
    people: store,
    releases: { active: async () => release, pinned: async () => [] },
    clock: () => world.now,
  };
  await store.commit(newPerson('c-42'), { person: ann({ version: 0, ...into }), effects: [], ledger: [] });
  await store.commit(newPerson(FORM), {
    person: { ...ann({ version: 0, ...from }), profileId: FORM },
    effects: [],
    ledger: [],
  });
  const outbox: { profileId: string; told: Told }[] = [];
  const people = {
    ...store,
    async commit(before: Person, commit: Parameters<typeof store.commit>[1]) {
      const after = await store.commit(before, commit);
      for (const effect of commit.effects) if (effect.type === 'tell') outbox.push(effect);
      return after;
    },
  };
  const apply = (profileId: string, ...inputs: Input[]) => applyInputs({ ...ports, people }, profileId, inputs);
  return {
    world,
    apply,
    outbox,
    ledgerOf: store.ledgerOf,
    person: async (id: string) => (await store.load(id)) as Person,
    survivorOf: (id: string) => loadSurvivor(store, id),
    happens: (profileId: string, type: string, properties = {}) =>
      apply(profileId, {
        kind: 'event',
        type,
        eventId: `${type}-${JSON.stringify(properties)}-${profileId}`,
        occurredAt: world.now,
        properties,
        traits: {},
        ...(type === 'subscription.requested' ? { requestId: 'r-1' } : {}),
      }),
    /** Delivers everything told, `times` times each. */
    async settles(times = 1) {
      for (let next = outbox.shift(); next; next = outbox.shift()) {
        const { profileId, told } = next;
        for (let time = 0; time < times; time += 1) {
          const input: Input =
            told.kind === 'merge-in'
              ? { ...told, from: await store.load(told.from) }
              : told.kind === 'erasure'
                ? { ...told, own: true }
                : told;
          await apply(profileId, input);
        }
      }
    },
  };
}

const nothing = { consents: [], requests: [], stoppedAt: null, resumedAt: null };
const stateless = { permission: nothing };
const granted = (person: Person | null) => person?.permission.consents.map((each) => [each.topic, each.grant?.address]);

describe('profile.merged', () => {
  test('moves traits by their time, adds counters, and does so once however often it is told', async () => {
    const counter = (count: number) => ({ 'order.placed': { count, first: NOON - count * DAY, last: NOON - DAY } });
    const world = await mergeWorld(
      {
        traits: { ...traits({ email: annsAddress.email, city: 'Berlin' }), name: { value: 'Ann', at: NOON } },
        counters: counter(2),
      },
      { traits: traits({ email: annsAddress.email, name: 'A.', city: 'Bonn', shoe: 42 }), counters: counter(3) },
    );
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles(3);
    const { traits: known, counters, mergedFrom } = await world.person('c-42');
    expect([known['name']?.value, known['city']?.value, known['shoe']?.value]).toEqual(['Ann', 'Berlin', 42]);
    expect(counters['order.placed']).toEqual({ count: 5, first: NOON - 3 * DAY, last: NOON - DAY });
    expect(mergedFrom).toEqual([{ profileId: FORM, takenAt: NOON }]);
    const gone = await world.person(FORM);
    expect([gone.traits, gone.address, gone.mergedInto]).toEqual([{}, null, 'c-42']);
  });

  test('P-51 moves consent with the same address, with a line of evidence that names where it came from', async () => {
    const world = await mergeWorld(stateless, {});
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles(2);
    expect(granted(await world.person('c-42'))).toEqual([['offers', ANNS]]);
    expect(world.ledgerOf('c-42')).toMatchObject([
      { kind: 'consent.granted', topic: 'offers', method: 'profile-merged', source: `profile ${FORM}`, address: ANNS },
    ]);
  });

  test("P-51 leaves consent behind where the address is another one, and keeps the survivor's address", async () => {
    const world = await mergeWorld(
      { address: newAddress, traits: traits({ email: newAddress.email }, NOON - 90 * DAY), ...stateless },
      {},
    );
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles();
    const survivor = await world.person('c-42');
    expect(survivor.address).toEqual(newAddress);
    expect(survivor.traits['email']?.value).toBe(newAddress.email);
    expect(survivor.permission.consents).toEqual([]);
  });

  test('gives an address to a survivor without one, and the permission that belongs to it', async () => {
    const world = await mergeWorld({ address: null, traits: {}, ...stateless }, {});
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles();
    const survivor = await world.person('c-42');
    expect([survivor.address, survivor.traits['email']?.value]).toEqual([annsAddress, annsAddress.email]);
    expect(granted(survivor)).toEqual([['offers', ANNS]]);
  });

  test('P-50 a stop-everything moves whatever the address', async () => {
    const stopped = { ...nothing, consents: [consent()], stoppedAt: NOON - DAY };
    const world = await mergeWorld({}, { address: newAddress, permission: stopped });
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles();
    expect((await world.person('c-42')).permission.stoppedAt).toBe(NOON - DAY);
  });

  test('P-44 the later of a grant here and a withdrawal there wins', async () => {
    const withdrawn = { ...nothing, consents: [consent({ grant: null, withdrawnAt: NOON - DAY })] };
    for (const [at, state] of [
      [NOON - 2 * DAY, 'over'],
      [NOON - HOUR, 'stands'],
    ] as const) {
      const world = await mergeWorld(
        { permission: { ...nothing, consents: [consent({ grant: grant({ at }) })] } },
        { permission: withdrawn },
      );
      await world.happens('c-42', 'profile.merged', { from: FORM });
      await world.settles();
      const [moved] = (await world.person('c-42')).permission.consents;
      expect((moved?.grant?.at ?? 0) > (moved?.withdrawnAt ?? 0)).toBe(state === 'stands');
    }
  });

  test('ends the runs and unsent mails of the one that goes, and starts none again', async () => {
    const world = await mergeWorld({}, {});
    await world.happens(FORM, 'cart.abandoned', { cartId: 'k-1' });
    expect((await world.person(FORM)).enrollments).toHaveLength(1);
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles();
    expect([(await world.person(FORM)).enrollments, (await world.person('c-42')).enrollments]).toEqual([[], []]);
  });

  test('writes a confirmation anew that the merge kept from leaving, and its link confirms the survivor', async () => {
    const world = await mergeWorld(stateless, stateless);
    await world.happens(FORM, 'subscription.requested', requested());
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles();
    expect((await world.person('c-42')).messages).toMatchObject([{ requestId: 'r-1', status: 'queued' }]);
    await world.apply(FORM, { kind: 'confirmation', requestId: 'r-1', at: NOON + 1, ip: null, userAgent: null });
    expect(granted(await world.person('c-42'))).toEqual([['offers', ANNS]]);
  });

  test('sends late events, withdrawals and complaints to the survivor, and keeps the log of old mails where it is', async () => {
    const mail = {
      messageId: 'm-1',
      campaign: 'cart-abandoned',
      topic: 'offers',
      class: 'marketing',
      status: 'sent',
      at: NOON - HOUR,
      reason: null,
    } as const;
    const world = await mergeWorld({}, { recent: [mail] });
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles();
    await world.happens(FORM, 'cart.abandoned', { cartId: 'late' });
    expect((await world.person('c-42')).enrollments).toHaveLength(1);
    const complaint = feedback({ type: 'complaint', at: NOON + 1, profileId: FORM });
    await world.apply(FORM, { kind: 'feedback', feedback: complaint });
    expect((await world.person('c-42')).suppression?.reason).toBe('complaint');
    expect((await world.person(FORM)).recent).toMatchObject([{ messageId: 'm-1', status: 'complained' }]);
    expect((await world.person('c-42')).permission.stoppedAt).toBe(NOON + 1);
    expect((await world.survivorOf(FORM))?.profileId).toBe('c-42');
  });

  test('of two merged into each other at once one stays', async () => {
    const world = await mergeWorld({}, {});
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.happens(FORM, 'profile.merged', { from: 'c-42' });
    await world.settles();
    expect([(await world.person('c-42')).mergedInto, (await world.person(FORM)).mergedInto]).toEqual([null, 'c-42']);
  });

  test('refuses itself and what is no id', async () => {
    const world = await mergeWorld({}, {});
    for (const from of ['c-42', 'ann@example.org', null]) {
      const { refused } = await world.happens('c-42', 'profile.merged', { from } as Record<string, unknown>);
      expect(refused[0]).toMatchObject([{ field: 'properties.from' }]);
    }
  });

  test('P-56 an erasure of the survivor erases the one that went into it', async () => {
    const world = await mergeWorld({}, {});
    await world.happens('c-42', 'profile.merged', { from: FORM });
    await world.settles();
    await world.apply(FORM, { kind: 'erasure', at: NOON, reason: 'requested' });
    await world.settles();
    expect([(await world.person('c-42')).erasedAt, (await world.person(FORM)).erasedAt]).toEqual([NOON, NOON]);
  });
});
