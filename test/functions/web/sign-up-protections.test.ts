import '../runtime/quiet-log.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { HOUR } from '../../../shared/kernel/instants.ts';
import { EMAIL, form, holds, REQUEST_ID, START, type WebWorld, webWorld } from './web-world.ts';

let world: WebWorld;
beforeEach(() => {
  world = webWorld();
});

const path = '/subscribe';
const signUp = { email: EMAIL, topics: 'offers' };

describe('P-33 the answer to a sign-up', () => {
  const states: readonly [string, (web: WebWorld) => Promise<unknown>][] = [
    ['of nobody known', async () => null],
    ['of a pending address', (web) => web.asked('s-1')],
    ['of an active one', (web) => web.granted('c-1')],
    ['of a suppressed one', async (web) => web.book.suppress((await web.address()).hmac, 'hard-bounce', START)],
    ['of one that stopped everything', async (web) => web.book.stop((await web.address()).hmac, START)],
    ['of one that said it was not them', async (web) => web.book.block((await web.address()).hmac, START + HOUR)],
    [
      'of an erased one',
      async (web) => {
        await web.granted('c-1');
        await web.apply('c-1', { kind: 'erasure', at: START, reason: 'requested' });
      },
    ],
    [
      'of a limited one',
      async (web) => {
        const caps = [{ max: 1, per: HOUR }];
        await web.book.reserveConfirmation((await web.address()).hmac, 'm-1', START, caps);
        for (let time = 0; time < 12; time += 1) await web.send({ path, ...form(signUp) });
      },
    ],
  ];

  it.each(states)('%s is byte for byte the same, and no store is touched before it', async (_, prepare) => {
    const stranger = await webWorld().send({ path, ...form({ ...signUp, email: 'nobody@example.net' }) });
    await prepare(world);
    world.world.storeFails = true;
    world.world.addressBookFails = true;
    const answer = await world.send({ path, ...form(signUp) });
    expect(answer.statusCode).toBe(202);
    expect(JSON.stringify(answer)).toBe(JSON.stringify(stranger));
  });

  it('P-35 to a program that fills in every field, or at once, is the same too; the queue is told', async () => {
    const stranger = await webWorld().send({ path, ...form(signUp) });
    const { body = '' } = await world.send({ path });
    const shown = /name="shown" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const answers = [await world.send({ path, ...form({ ...signUp, website: 'https://spam.example' }) })];
    answers.push(await world.send({ path, ...form({ ...signUp, website: '', shown }) }));
    answers.push(await world.send({ path, ...form({ ...signUp, shown: 'forged.0000000000000000000000' }) }));
    world.world.now += 2_000;
    answers.push(await world.send({ path, ...form({ ...signUp, website: '', shown }) }));
    expect(new Set(answers.map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify(stranger)]));
    expect(world.queue.map((each) => each.botCheck)).toEqual(['failed', 'failed', 'failed', 'passed']);
  });

  it('P-68 hides the field that only programs see from everybody else', async () => {
    const { body = '' } = await world.send({ path });
    expect(body).toContain('<div class="unseen"><label for="website">');
    expect(body).toContain('.unseen{display:none}');
  });
});

describe('the links of a confirmation mail', () => {
  const confirm = async () => {
    const expiresAt = START + 72 * HOUR;
    const token = await world.token({ purpose: 'confirm', profileId: 's-1', requestId: REQUEST_ID, expiresAt });
    return world.send({ path: `/confirm/${token}`, ...form({ confirm: '1' }) });
  };
  const notMe = async () => {
    const expiresAt = START + 72 * HOUR;
    const token = await world.token({ purpose: 'not-me', profileId: 's-1', requestId: REQUEST_ID, expiresAt });
    return world.send({ path: `/not-me/${token}`, ...form({ confirm: '1' }) });
  };

  it('P-28 grant once when they are posted twice at the same moment, and say yes to both', async () => {
    await world.asked('s-1');
    const answers = await Promise.all([confirm(), confirm()]);
    expect(answers.map((each) => each.statusCode)).toEqual([200, 200]);
    const granted = world.stored.ledgerOf('s-1').filter((each) => each.kind === 'consent.granted');
    expect(granted).toHaveLength(1);
  });

  it('P-36 block the address for a year by "it was not me", before the answer, and cancel the request', async () => {
    await world.asked('s-1');
    expect((await notMe()).statusCode).toBe(200);
    const { hmac } = await world.address();
    expect((await world.book.read(hmac)).blockedUntil).toBe(START + 365 * 24 * HOUR);
    expect((await world.person('s-1'))?.permission.requests).toEqual([]);
    expect((await confirm()).statusCode).toBe(410);
  });

  it('P-36 take back what was confirmed by mistake', async () => {
    await world.asked('s-1');
    await confirm();
    expect(await holds(world, 's-1')).toBe(true);
    world.world.now += 1;
    await notMe();
    expect(await holds(world, 's-1')).toBe(false);
  });

  const overtakes: readonly [string, (web: WebWorld) => Promise<unknown>][] = [
    ['another holder stopped the address', async (web) => web.book.stop((await web.address()).hmac, START + 1)],
    ['the address complained', async (web) => web.book.suppress((await web.address()).hmac, 'complaint', START + 1)],
    ['the person was erased', (web) => web.apply('s-1', { kind: 'erasure', at: START + 1, reason: 'requested' })],
    [
      'the person objected',
      (web) => web.apply('s-1', { kind: 'withdrawal', id: 'w', topic: null, at: START + 1, method: 'phone' }),
    ],
  ];
  it.each(overtakes)('P-38 are over after %s', async (_, then) => {
    await world.asked('s-1');
    world.world.now += 2;
    await then(world);
    expect((await confirm()).statusCode).toBe(410);
    expect(await holds(world, 's-1')).toBe(false);
  });
});
