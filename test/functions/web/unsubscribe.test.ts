import { beforeEach, describe, expect, it } from 'vitest';
import { DAY } from '../../../shared/kernel/instants.ts';
import { multipart } from '../runtime/gateway-event.ts';
import { form, holds, oneClick, type WebWorld, webWorld } from './web-world.ts';

let world: WebWorld;
beforeEach(() => {
  world = webWorld();
});

const linkFor = async (profileId: string, topic: string | null = 'offers') =>
  `/unsubscribe/${await world.token({ purpose: 'unsubscribe', profileId, topic, messageId: 'm-1' })}`;

describe('one-click unsubscribe', () => {
  it('P-04 withdraws the topic of the token, with nothing but the key pair in the body', async () => {
    await world.granted('c-1', ['offers', 'news']);
    const answer = await world.send({ path: await linkFor('c-1'), ...oneClick });
    expect(answer.statusCode).toBe(200);
    expect(await holds(world, 'c-1', 'offers')).toBe(false);
    expect(await holds(world, 'c-1', 'news')).toBe(true);
  });

  it('P-04 a token for everything stops the person and, for all its holders, the address', async () => {
    await world.granted('c-1', ['offers', 'news']);
    const answer = await world.send({ path: await linkFor('c-1', null), ...oneClick });
    expect(answer.statusCode).toBe(200);
    expect(await holds(world, 'c-1', 'news')).toBe(false);
    expect((await world.book.read((await world.address()).hmac)).stoppedAt).toBe(world.world.now);
  });

  it('P-05 answers 200 without Location and Set-Cookie', async () => {
    await world.granted('c-1');
    const { headers, cookies } = await world.send({ path: await linkFor('c-1'), ...oneClick });
    expect(Object.keys(headers ?? {}).map((name) => name.toLowerCase())).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(location|set-cookie)$/)]),
    );
    expect(cookies).toBeUndefined();
  });

  it('P-05 answers 503 and changes nothing when the store does not answer', async () => {
    await world.granted('c-1');
    const path = await linkFor('c-1');
    const before = world.snapshot();
    world.world.storeFails = true;
    expect((await world.send({ path, ...oneClick })).statusCode).toBe(503);
    expect(world.snapshot()).toBe(before);
    world.world.storeFails = false;
    expect((await world.send({ path, ...oneClick })).statusCode).toBe(200);
  });

  it('P-05 answers 503 when the address row of a stop-everything cannot be written, before the person is touched', async () => {
    await world.granted('c-1');
    const path = await linkFor('c-1', null);
    const before = world.snapshot();
    world.world.addressBookFails = true;
    expect((await world.send({ path, ...oneClick })).statusCode).toBe(503);
    expect(world.snapshot()).toBe(before);
  });

  const key = { 'List-Unsubscribe': 'One-Click' };
  const encodings = [
    ['urlencoded', form(key), false],
    ['urlencoded in base64', form(key), true],
    ['multipart', multipart(key), false],
    ['multipart in base64', multipart(key), true],
  ] as const;
  it.each(encodings)('P-06 takes a body that is %s', async (_, request, base64) => {
    await world.granted('c-1');
    expect((await world.send({ path: await linkFor('c-1'), ...request, base64 })).statusCode).toBe(200);
    expect(await holds(world, 'c-1')).toBe(false);
  });

  it('P-07 answers 400 to a body without the key pair and changes nothing', async () => {
    await world.granted('c-1');
    const before = world.snapshot();
    const incomplete: Record<string, string>[] = [{}, { 'List-Unsubscribe': 'no' }, { confirm: '0' }, { scope: 'all' }];
    for (const fields of incomplete) {
      const answer = await world.send({ path: await linkFor('c-1'), ...form(fields) });
      expect(answer.statusCode).toBe(400);
    }
    expect(world.snapshot()).toBe(before);
  });

  it('P-07 reads the token from the path only, and takes its scope from it', async () => {
    await world.granted('c-1');
    await world.granted('c-2', ['offers', 'news']);
    const other = (await linkFor('c-2', null)).split('/')[2] as string;
    const body = form({ 'List-Unsubscribe': 'One-Click', token: other, scope: 'all' });
    await world.send({ path: await linkFor('c-1'), query: `token=${other}`, ...body });
    expect(await holds(world, 'c-1')).toBe(false);
    expect(await holds(world, 'c-2', 'news')).toBe(true);
    expect((await world.person('c-1'))?.permission.stoppedAt).toBeNull();
    const forged = await world.send({ path: '/unsubscribe/x', query: `token=${other}`, ...body });
    expect(forged.statusCode).toBe(404);
  });

  it('P-08 GET, HEAD and OPTIONS change nothing, and GET shows one button that posts', async () => {
    await world.granted('c-1');
    const path = await linkFor('c-1');
    const before = world.snapshot();
    const shown = await world.send({ path });
    const head = await world.send({ path, method: 'HEAD' });
    const options = await world.send({ path, method: 'OPTIONS' });
    expect([shown.statusCode, head.statusCode, options.statusCode]).toEqual([200, 200, 204]);
    expect(shown.body?.match(/<button/g)).toHaveLength(1);
    expect(shown.body).toContain('<form method="post"');
    expect(head.body).toBe('');
    expect(world.snapshot()).toBe(before);
  });

  it('P-09 answers the same whether the person is subscribed, unsubscribed, stopped, never asked, erased or unknown', async () => {
    await world.granted('subscribed');
    await world.granted('unsubscribed');
    await world.send({ path: await linkFor('unsubscribed'), ...oneClick });
    await world.granted('stopped');
    await world.send({ path: await linkFor('stopped', null), ...oneClick });
    await world.granted('never-asked', ['news']);
    await world.granted('erased');
    await world.apply('erased', { kind: 'erasure', at: world.world.now, reason: 'requested' });
    const states = ['subscribed', 'unsubscribed', 'stopped', 'never-asked', 'erased', 'unknown'];
    const answers = await Promise.all(states.map(async (id) => world.send({ path: await linkFor(id), ...oneClick })));
    expect(answers.map((each) => each.statusCode)).toEqual(states.map(() => 200));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it('P-09 answers a person the same in all of them but one: who was subscribed is offered the way back', async () => {
    await world.granted('subscribed');
    await world.granted('unsubscribed');
    await world.send({ path: await linkFor('unsubscribed'), ...oneClick });
    await world.granted('stopped');
    await world.send({ path: await linkFor('stopped', null), ...oneClick });
    await world.granted('never-asked', ['news']);
    await world.granted('erased');
    await world.apply('erased', { kind: 'erasure', at: world.world.now, reason: 'requested' });
    const press = async (id: string) => world.send({ path: await linkFor(id), ...form({ confirm: '1' }) });
    const others = await Promise.all(['unsubscribed', 'stopped', 'never-asked', 'erased', 'unknown'].map(press));
    expect(new Set(others.map((each) => JSON.stringify(each))).size).toBe(1);
    const { body = '', ...rest } = await press('subscribed');
    expect({ ...rest, body: body.replace(/<form class="undo".*?<\/form>/s, '') }).toEqual(others[0]);
  });
  it('P-09 makes no row for somebody who is not stored', async () => {
    await world.send({ path: await linkFor('nobody'), ...oneClick });
    expect(await world.person('nobody')).toBeNull();
  });

  it('P-09 answers every bad token with the same 404', async () => {
    const good = (await linkFor('c-1')).split('/')[2] as string;
    const bad = [
      'x',
      good.slice(0, -1),
      `${good}=`,
      `2${good.slice(1)}`,
      good.replace(/\.[^.]+$/, `.${'A'.repeat(43)}`),
    ];
    const answers = await Promise.all(bad.map((token) => world.send({ path: `/unsubscribe/${token}`, ...oneClick })));
    expect(answers.map((each) => each.statusCode)).toEqual(bad.map(() => 404));
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it('P-10 still works after two years', async () => {
    await world.granted('c-1');
    const path = await linkFor('c-1');
    world.world.now += 730 * DAY;
    expect((await world.send({ path, ...oneClick })).statusCode).toBe(200);
    expect(await holds(world, 'c-1')).toBe(false);
  });

  it('P-16 asks for no mail and no other message', async () => {
    await world.granted('c-1');
    world.stored.drainEffects();
    await world.send({ path: await linkFor('c-1'), ...oneClick });
    const effects = world.stored.drainEffects().flatMap((each) => each.effects);
    expect(effects.filter((each) => each.type === 'send')).toEqual([]);
    expect(world.queue).toEqual([]);
  });
});

describe('the unsubscribe page', () => {
  it('P-04 withdraws by its own button', async () => {
    await world.granted('c-1', ['offers', 'news']);
    await world.send({ path: await linkFor('c-1'), ...form({ confirm: '1' }) });
    expect(await holds(world, 'c-1')).toBe(false);
    expect(await holds(world, 'c-1', 'news')).toBe(true);
  });

  it('P-52 stops everything when the box says so', async () => {
    await world.granted('c-1', ['offers', 'news']);
    const answer = await world.send({ path: await linkFor('c-1'), ...form({ confirm: '1', scope: 'all' }) });
    expect(answer.statusCode).toBe(200);
    expect(await holds(world, 'c-1', 'news')).toBe(false);
    expect((await world.book.read((await world.address()).hmac)).stoppedAt).toBe(world.world.now);
  });

  it('names a topic that is no longer offered by its id, and withdraws it all the same', async () => {
    await world.granted('c-1');
    const answer = await world.send({ path: await linkFor('c-1', 'old-topic'), ...oneClick });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('old-topic');
  });
});
