import { describe, expect, test } from 'vitest';
import { addressHmac } from '../../../shared/consent/address-hmac.ts';
import { isoInstant } from '../../../shared/kernel/instants.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { consentEvidence, EMAIL, START, worldWithAnn } from './api-world.ts';
import './silent-log.ts';

const PATH = '/api/imports/check';
type World = Awaited<ReturnType<typeof worldWithAnn>>;

const row = (more: object = {}) => ({ profileId: 'c-42', email: EMAIL, ...consentEvidence('offers'), ...more });
const hmac = () => addressHmac(memoryMacKeys(), EMAIL);

async function verdict(world: World, asked: object) {
  const { status, body } = await world.post(PATH, { rows: [asked] });
  expect(status).toBe(200);
  return body.verdicts[0];
}

describe('POST /api/imports/check', () => {
  test('P-45 accepts a row that may be taken, of somebody known or new, and changes nothing', async () => {
    const world = await worldWithAnn();
    const before = (await world.get('/api/profiles/c-42')).body;
    const rows = [row(), row({ profileId: 'c-99', email: 'new@example.org' })];
    const { body } = await world.post(PATH, { rows });
    expect(body.verdicts).toEqual(rows.map(() => ({ verdict: 'accept' })));
    expect((await world.get('/api/profiles/c-42')).body).toEqual(before);
    expect((await world.get('/api/profiles/c-99')).status).toBe(404);
  });

  test.each<[string, string, (world: World) => Promise<unknown>]>([
    ['a hard bounce', 'suppressed', async (world) => world.addresses.suppress(await hmac(), 'hard-bounce', START)],
    ['a complaint', 'suppressed', async (world) => world.addresses.suppress(await hmac(), 'complaint', START)],
    [
      'a stop-everything of the address (P-52)',
      'unsubscribed-all',
      async (world) => world.addresses.stop(await hmac(), START),
    ],
    [
      'a stop-everything of the person',
      'unsubscribed-all',
      (world) => world.happens('c-42', 'consent.withdrawn', { properties: { all: true, method: 'phone' } }),
    ],
    [
      'a later withdrawal (P-44)',
      'withdrawn',
      (world) => world.happens('c-42', 'consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } }),
    ],
    ['an erasure (P-58)', 'erased', (world) => world.post('/api/profiles/c-42/erase', {})],
    [
      'a change of address (P-51)',
      'other-address',
      async (world) => {
        world.world.now += 1_000;
        await world.happens('c-42', 'profile.updated', { traits: { email: 'ann.new@example.org' } });
      },
    ],
  ])('P-45 refuses a row after %s', async (_, reason, happens) => {
    const world = await worldWithAnn();
    await happens(world);
    expect(await verdict(world, row())).toMatchObject({ verdict: 'refuse', reason });
  });

  test('P-45 a withdrawal binds everybody at the address: another id does not get around it', async () => {
    const world = await worldWithAnn();
    await world.happens('c-42', 'consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    expect(await verdict(world, row({ profileId: 'mailchimp-1' }))).toMatchObject({
      verdict: 'refuse',
      reason: 'withdrawn',
    });
    expect(await verdict(world, row({ profileId: 'mailchimp-1', email: 'other@example.org' }))).toEqual({
      verdict: 'accept',
    });
  });

  test('P-44 a permission that is newer than the withdrawal is accepted', async () => {
    const world = await worldWithAnn();
    await world.happens('c-42', 'consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    world.world.now += 10_000;
    expect(await verdict(world, row({ grantedAt: isoInstant(START + 5_000) }))).toEqual({ verdict: 'accept' });
  });

  test.each<[string, string, object]>([
    ['a topic that the workspace has not', 'unknown-topic', { topics: ['ofers'] }],
    ['express for a topic that asks for double opt-in', 'basis-not-enough', { topics: ['news'], basis: 'express' }],
    ['a bought list (P-54)', 'no-evidence', { source: 'purchased list' }],
    ['soft opt-in without its facts (P-49)', 'no-evidence', { basis: 'soft-opt-in' }],
    ['somebody who was too young (P-104)', 'too-young', { traits: { birthday: '2020-01-01' } }],
    ['an address that is none', 'bad-address', { email: 'ann' }],
  ])('P-45 refuses %s', async (_, reason, more) => {
    const world = await worldWithAnn();
    expect(await verdict(world, row(more))).toMatchObject({ verdict: 'refuse', reason });
  });

  test.each(['basis', 'grantedAt', 'method', 'text', 'source'])(
    'P-45 refuses a row without %s, and names it',
    async (piece) => {
      const world = await worldWithAnn();
      const { [piece as 'text']: _, ...without } = row();
      expect(await verdict(world, without)).toMatchObject({
        verdict: 'refuse',
        reason: 'no-evidence',
        field: `consent.${piece}`,
      });
    },
  );

  test.each([
    [{ defaultState: true }, 'pre-ticked', 'consent.defaultState'],
    [{ preTicked: true }, 'pre-ticked', 'consent.preTicked'],
    [{ bundled: true }, 'bundled', 'consent.bundled'],
    [{ method: 'silence' }, 'no-evidence', 'consent.method'],
  ])('P-42 refuses a row that says %o', async (said, reason, field) => {
    const world = await worldWithAnn();
    expect(await verdict(world, row(said))).toMatchObject({ verdict: 'refuse', reason, field });
  });

  test('takes 1 to 100 rows and names the fields of a wrong one, never an address', async () => {
    const world = await worldWithAnn();
    expect((await world.post(PATH, { rows: [] })).status).toBe(400);
    expect((await world.post(PATH, { rows: Array.from({ length: 101 }, () => row()) })).status).toBe(400);
    const { status, body } = await world.post(PATH, { rows: [{ ...row(), profileId: EMAIL }] });
    expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ field: 'rows[0].profileId' }] });
    expect(JSON.stringify(body)).not.toContain(EMAIL);
  });
});
