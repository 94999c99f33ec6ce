import { beforeEach, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../shared/kernel/instants.ts';
import { EMAIL, form, START, type WebWorld, webWorld } from './web-world.ts';

let world: WebWorld;
beforeEach(() => {
  world = webWorld();
});

async function preferencesOf(profileId: string): Promise<string> {
  const token = await world.token({ purpose: 'preferences', profileId, expiresAt: START + 30 * DAY });
  return `/preferences/${token}`;
}

async function post(profileId: string, what: string) {
  return world.send({ path: await preferencesOf(profileId), ...form({ 'personal-data': what }) });
}

async function exportOf(profileId: string): Promise<string> {
  return `/export/${await world.token({ purpose: 'export', profileId, expiresAt: START + DAY })}`;
}

describe('the part of the preference page about the data themselves', () => {
  test('offers an export and an erasure, each by a button of its own (P-63)', async () => {
    await world.granted('c-1');
    const { body } = await world.send({ path: await preferencesOf('c-1') });
    expect(body).toContain('value="export"');
    expect(body).toContain('value="erase"');
  });

  test('the first press asks back and changes nothing; the second erases before it answers (P-56)', async () => {
    await world.granted('c-1');
    const before = world.snapshot();
    expect((await post('c-1', 'erase')).body).toContain('value="erase-now"');
    expect(world.snapshot()).toBe(before);
    expect((await post('c-1', 'erase-now')).statusCode).toBe(200);
    expect(await world.person('c-1')).toMatchObject({ erasedAt: START, address: null, traits: {} });
  });

  test('a GET never erases, whatever its query says (P-08)', async () => {
    await world.granted('c-1');
    const before = world.snapshot();
    const path = await preferencesOf('c-1');
    await world.send({ path, query: 'personal-data=erase-now' });
    expect(world.snapshot()).toBe(before);
  });

  test.each(['export', 'erase', 'erase-now'])(
    'answers %s with the same page for somebody known, unknown and erased (P-61)',
    async (what) => {
      await world.granted('c-1');
      await world.granted('c-gone');
      await world.apply('c-gone', { kind: 'erasure', at: START, reason: 'requested' });
      const answers = [await post('c-1', what), await post('c-nobody', what), await post('c-gone', what)];
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]?.statusCode).toBe(200);
    },
  );

  test('a store that does not answer is 503, and the same press may come again', async () => {
    await world.granted('c-1');
    world.world.storeFails = true;
    expect((await post('c-1', 'erase-now')).statusCode).toBe(503);
    world.world.storeFails = false;
    expect((await post('c-1', 'erase-now')).statusCode).toBe(200);
  });

  test('a link makes nobody: who is not stored stays so (P-58)', async () => {
    await post('c-nobody', 'erase-now');
    await post('c-nobody', 'export');
    expect([...world.stored.people()]).toEqual([]);
  });

  test('a second wish for the export within ten minutes writes no second mail (P-60)', async () => {
    await world.granted('c-1');
    await post('c-1', 'export');
    const once = world.snapshot();
    world.world.now += 9 * MINUTE;
    await post('c-1', 'export');
    expect(world.snapshot()).toBe(once);
  });
});

describe('the page of an export', () => {
  test('shows no data until its button is pressed, then gives them as a file that nobody keeps (P-60)', async () => {
    await world.granted('c-1', ['offers'], { firstName: 'Ann' });
    const path = await exportOf('c-1');
    const shown = await world.send({ path });
    expect(shown.statusCode).toBe(200);
    expect(shown.body).not.toContain(EMAIL);
    const given = await world.send({ path, ...form({ confirm: '1' }) });
    expect(given.headers).toMatchObject({
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(JSON.parse(String(given.body))).toMatchObject({
      profile: { profileId: 'c-1', address: { email: EMAIL }, traits: { firstName: { value: 'Ann' } } },
      consents: [{ topic: 'offers', basis: 'express-doi' }],
      consentLog: [{ kind: 'consent.granted', text: 'yes', source: 'call 7' }],
      messages: [],
      events: {},
    });
  });

  test('without its button is 400, after 24 hours 410, for somebody erased 410 (P-30, P-60)', async () => {
    await world.granted('c-1');
    const path = await exportOf('c-1');
    expect((await world.send({ path, ...form({}) })).statusCode).toBe(400);
    await world.apply('c-1', { kind: 'erasure', at: START, reason: 'requested' });
    expect((await world.send({ path, ...form({ confirm: '1' }) })).statusCode).toBe(410);
    world.world.now = START + DAY;
    expect((await world.send({ path })).statusCode).toBe(410);
  });

  test('takes no link of another purpose, and its own link opens nothing else (P-30)', async () => {
    await world.granted('c-1');
    const preferences = (await preferencesOf('c-1')).replace('/preferences/', '/export/');
    const link = (await exportOf('c-1')).replace('/export/', '/preferences/');
    expect((await world.send({ path: preferences })).statusCode).toBe(404);
    expect((await world.send({ path: link })).statusCode).toBe(404);
  });
});
