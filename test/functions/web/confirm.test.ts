import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../shared/kernel/instants.ts';
import { form, holds, oneClick, REQUEST_ID, START, type WebWorld, webWorld } from './web-world.ts';

let world: WebWorld;
beforeEach(() => {
  world = webWorld();
});

const button = form({ confirm: '1' });
const confirmLink = async (requestId = REQUEST_ID) =>
  `/confirm/${await world.token({ purpose: 'confirm', profileId: 'c-1', requestId, expiresAt: START + 72 * HOUR })}`;
const unsubscribeLink = async (profileId: string, topic: string | null) =>
  `/unsubscribe/${await world.token({ purpose: 'unsubscribe', profileId, topic, messageId: 'm-1' })}`;

describe('a confirmation', () => {
  it('P-26 grants by POST only, with who confirmed as evidence', async () => {
    await world.asked('c-1');
    const path = await confirmLink();
    expect((await world.send({ path })).statusCode).toBe(200);
    expect(await holds(world, 'c-1')).toBe(false);
    world.world.now += MINUTE;
    const headers = { ...button.headers, 'user-agent': 'Ann’s browser' };
    expect((await world.send({ path, ...button, headers })).statusCode).toBe(200);
    expect(await holds(world, 'c-1')).toBe(true);
    const granted = world.stored.ledgerOf('c-1').find((each) => each.kind === 'consent.granted');
    expect(granted).toMatchObject({ confirmIp: '192.0.2.7', confirmUserAgent: 'Ann’s browser', requestId: REQUEST_ID });
  });

  it('P-28 two POSTs at once make one transition, and both answer 200', async () => {
    await world.asked('c-1');
    const path = await confirmLink();
    const answers = await Promise.all([world.send({ path, ...button }), world.send({ path, ...button })]);
    expect(answers.map((each) => each.statusCode)).toEqual([200, 200]);
    expect(world.stored.ledgerOf('c-1').filter((each) => each.kind === 'consent.granted')).toHaveLength(1);
  });

  it('a used link answers 200 while its grant stands, then 410', async () => {
    await world.asked('c-1');
    const path = await confirmLink();
    await world.send({ path, ...button });
    world.world.now += MINUTE;
    expect((await world.send({ path, ...button })).statusCode).toBe(200);
    await world.send({ path: await unsubscribeLink('c-1', 'offers'), ...oneClick });
    expect((await world.send({ path, ...button })).statusCode).toBe(410);
    expect((await world.send({ path })).statusCode).toBe(410);
    expect(await holds(world, 'c-1')).toBe(false);
  });

  it('P-38 a request from before a stop-everything cannot be confirmed', async () => {
    await world.asked('c-1');
    world.world.now += MINUTE;
    await world.send({ path: await unsubscribeLink('c-1', null), ...oneClick });
    world.world.now += MINUTE;
    expect((await world.send({ path: await confirmLink(), ...button })).statusCode).toBe(410);
    expect(await holds(world, 'c-1')).toBe(false);
  });

  it('P-38 nor one from before another holder of the address stopped everything', async () => {
    await world.asked('c-1');
    await world.granted('c-2', ['news']);
    world.world.now += MINUTE;
    await world.send({ path: await unsubscribeLink('c-2', null), ...oneClick });
    world.world.now += MINUTE;
    expect((await world.send({ path: await confirmLink(), ...button })).statusCode).toBe(410);
    expect(await holds(world, 'c-1')).toBe(false);
  });

  it('P-38 nor one from before a complaint', async () => {
    await world.asked('c-1');
    await world.book.suppress((await world.address()).hmac, 'complaint', START + MINUTE);
    world.world.now += 2 * MINUTE;
    expect((await world.send({ path: await confirmLink(), ...button })).statusCode).toBe(410);
  });

  it('lifts a stop-everything of the address that came before the request', async () => {
    const { hmac } = await world.address();
    await world.book.stop(hmac, START - DAY);
    await world.asked('c-1');
    world.world.now += MINUTE;
    expect((await world.send({ path: await confirmLink(), ...button })).statusCode).toBe(200);
    expect((await world.book.read(hmac)).resumedAt).toBe(START + MINUTE);
  });

  it('answers 503 until the stop-everything is lifted, and the next POST lifts it', async () => {
    const { hmac } = await world.address();
    await world.book.stop(hmac, START - DAY);
    await world.asked('c-1');
    world.world.addressBookFails = true;
    expect((await world.send({ path: await confirmLink(), ...button })).statusCode).toBe(503);
    world.world.addressBookFails = false;
    world.world.now += HOUR;
    expect((await world.send({ path: await confirmLink(), ...button })).statusCode).toBe(200);
    expect((await world.book.read(hmac)).resumedAt).toBe(START);
  });

  it('P-58 a link for somebody who is not stored is over and makes nobody', async () => {
    expect((await world.send({ path: await confirmLink(), ...button })).statusCode).toBe(410);
    expect(await world.person('c-1')).toBeNull();
  });
});

describe('not me', () => {
  const link = async () =>
    `/not-me/${await world.token({ purpose: 'not-me', profileId: 'c-1', requestId: REQUEST_ID, expiresAt: START + 72 * HOUR })}`;

  it('P-36 cancels the request by POST, and a second one is fine', async () => {
    await world.asked('c-1');
    expect((await world.send({ path: await link() })).statusCode).toBe(200);
    expect((await world.person('c-1'))?.permission.requests).toHaveLength(1);
    expect((await world.send({ path: await link(), ...button })).statusCode).toBe(200);
    expect((await world.send({ path: await link(), ...button })).statusCode).toBe(200);
    expect((await world.person('c-1'))?.permission.requests).toHaveLength(0);
    expect((await world.send({ path: await confirmLink(), ...button })).statusCode).toBe(410);
  });

  it('P-58 makes nobody', async () => {
    expect((await world.send({ path: await link(), ...button })).statusCode).toBe(200);
    expect(await world.person('c-1')).toBeNull();
  });
});
