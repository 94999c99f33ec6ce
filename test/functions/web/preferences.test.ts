import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../shared/kernel/instants.ts';
import { EMAIL, form, holds, START, type WebWorld, webWorld } from './web-world.ts';

let world: WebWorld;
beforeEach(() => {
  world = webWorld();
});

const link = async (profileId = 'c-1') =>
  `/preferences/${await world.token({ purpose: 'preferences', profileId, expiresAt: START + 30 * DAY })}`;
const ticked = (body: string | undefined) =>
  [...(body ?? '').matchAll(/name="topics" value="(\w+)"[^>]* checked/g)].map(([, id]) => id);

describe('the preference page', () => {
  it('P-63 shows each topic on or off, and stop everything before them', async () => {
    await world.granted('c-1', ['offers']);
    const { body } = await world.send({ path: await link() });
    expect(ticked(body)).toEqual(['offers']);
    expect(body).toContain('value="news"');
    expect(body?.indexOf('name="all"')).toBeLessThan(body?.indexOf('name="topics"') ?? -1);
  });

  it('withdraws what was unticked and leaves the rest', async () => {
    await world.granted('c-1', ['offers', 'news']);
    const answer = await world.send({ path: await link(), ...form({ save: '1', topics: 'news' }) });
    expect(answer.statusCode).toBe(200);
    expect(ticked(answer.body)).toEqual(['news']);
    expect(await holds(world, 'c-1', 'offers')).toBe(false);
    expect(await holds(world, 'c-1', 'news')).toBe(true);
    expect(world.queue).toEqual([]);
  });

  it('P-26 a newly ticked topic goes the way of every sign-up: by a confirmation mail', async () => {
    await world.granted('c-1', ['offers']);
    const fields: [string, string][] = [
      ['save', '1'],
      ['topics', 'offers'],
      ['topics', 'news'],
    ];
    const answer = await world.send({ path: await link(), ...form(fields) });
    expect(answer.statusCode).toBe(200);
    expect(await holds(world, 'c-1', 'news')).toBe(false);
    expect(world.queue).toMatchObject([
      { heed: 'subscribe', email: EMAIL, topics: ['news'], for: 'c-1', form: { id: 'preferences' } },
    ]);
  });

  it('P-52 stops everything, for all who hold the address', async () => {
    await world.granted('c-1', ['offers', 'news']);
    const answer = await world.send({ path: await link(), ...form({ all: 'stop' }) });
    expect(answer.statusCode).toBe(200);
    expect(ticked(answer.body)).toEqual([]);
    expect((await world.book.read((await world.address()).hmac)).stoppedAt).toBe(START);
  });

  it('shows a topic as off when another holder of the address stopped everything', async () => {
    await world.granted('c-1', ['offers']);
    await world.book.stop((await world.address()).hmac, START);
    expect(ticked((await world.send({ path: await link() })).body)).toEqual([]);
  });

  it('answers 400 to a form that says nothing, which would else untick everything', async () => {
    await world.granted('c-1', ['offers']);
    const before = world.snapshot();
    expect((await world.send({ path: await link(), ...form({}) })).statusCode).toBe(400);
    expect(world.snapshot()).toBe(before);
  });

  it('P-58 shows and saves for somebody who is not stored without making a person', async () => {
    world.world.now += MINUTE;
    expect((await world.send({ path: await link('gone') })).statusCode).toBe(200);
    expect((await world.send({ path: await link('gone'), ...form({ save: '1', topics: 'news' }) })).statusCode).toBe(
      200,
    );
    expect((await world.send({ path: await link('gone'), ...form({ all: 'stop' }) })).statusCode).toBe(200);
    expect(await world.person('gone')).toBeNull();
    expect(world.queue).toEqual([]);
  });
});
