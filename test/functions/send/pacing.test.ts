import '../runtime/quiet-log.ts';
import { describe, expect, test } from 'vitest';
import type { QueueRecord } from '../../../functions/runtime/queue.ts';
import { sendingConditions } from '../../../functions/send/conditions.ts';
import { type PacePorts, sendPaced } from '../../../functions/send/paced-records.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../shared/kernel/instants.ts';
import { leasedPacer } from '../../../shared/messages/pacer.ts';
import type { SendOrder } from '../../../shared/messages/send-queue.ts';
import { memoryPaceStore } from '../../../shared/table/memory-pace.ts';
import { memorySpamRates } from '../../../shared/table/memory-spam-rates.ts';
import { NOON } from '../../person/making.ts';
import { printedLines } from '../runtime/printed.ts';
import { sendWorld } from './send-world.ts';

const printed = printedLines();

function record(id: string, body = JSON.stringify({ profileId: `p-${id}`, messageId: `m-${id}` })): QueueRecord {
  return { id, body, queueArn: 'arn:aws:sqs:eu-central-1:1:send', receipt: id, received: 1, sentAt: 0 };
}

/** A batch of the send function at a rate; the clock stands, so that every slot that is not now is late. */
function paced(rate: number, differs: Partial<PacePorts> = {}) {
  const sent: string[] = [];
  const back: { orders: readonly SendOrder[]; delay: number }[] = [];
  const clock = { now: NOON };
  const ports: PacePorts = {
    conditions: async () => ({ rate, standing: { stopped: null, quota: null, spam: null } }),
    pacer: leasedPacer(
      memoryPaceStore(),
      () => clock.now,
      () => 0,
    ),
    // Long after every slot: nothing waits in this test.
    clock: () => clock.now + HOUR,
    again: async (orders, delay) => {
      back.push({ orders, delay });
    },
    send: async ({ messageId }) => {
      sent.push(messageId);
    },
    ...differs,
  };
  const batch = Array.from({ length: 10 }, (_, n) => record(String(n)));
  return { sent, back, clock, run: (records = batch, remaining = MINUTE) => sendPaced(ports, records, remaining) };
}

describe('P-77 a batch within the permitted rate', () => {
  test('is sent whole where the rate has room', async () => {
    const { sent, back, run } = paced(900);
    expect(await run()).toEqual([]);
    expect(sent).toHaveLength(10);
    expect(back).toEqual([]);
  });

  test('leaves what does not fit to the queue, with a delay, and has not failed it', async () => {
    const { sent, back, run } = paced(0.5);
    expect(await run()).toEqual([]);
    expect(sent).toEqual(['m-0', 'm-1', 'm-2', 'm-3', 'm-4', 'm-5']);
    expect(back.map(({ orders }) => orders.map((order) => order.messageId))).toEqual([['m-6', 'm-7', 'm-8', 'm-9']]);
    expect(back[0]?.delay).toBeGreaterThanOrEqual(10);
    expect(back[0]?.delay).toBeLessThan(20);
  });

  test('waits less where less of the invocation is left, and not at all at its end', async () => {
    const { sent, run } = paced(0.5);
    await run(undefined, 30 * SECOND);
    expect(sent).toHaveLength(3);
    const { back, run: atTheEnd } = paced(0.5);
    await atTheEnd(undefined, 10 * SECOND);
    expect(back[0]?.orders.length).toBeGreaterThanOrEqual(9);
  });

  test('comes again by itself where it cannot be put back, as what is no order does', async () => {
    const down = async () => {
      throw new RetryableError('the queue is down');
    };
    const { run } = paced(0.5, { again: down });
    expect(await run()).toEqual(['6', '7', '8', '9']);
    const { back, run: withNonsense } = paced(0.5);
    const records = Array.from({ length: 8 }, (_, n) => record(String(n), n === 7 ? 'nonsense' : undefined));
    expect(await withNonsense(records)).toEqual(['7']);
    expect(back[0]?.orders).toEqual([{ profileId: 'p-6', messageId: 'm-6' }]);
  });
});

describe('mail that the rate has no room for', () => {
  test('is counted by its queue, because the age of a message begins anew with each put', async () => {
    await paced(0.5).run();
    const metadata = { Namespace: 'heed', Dimensions: [['function', 'queue']] };
    expect(printed.lines()).toMatchObject([
      { queue: 'send', SendsPutBack: 4, _aws: { CloudWatchMetrics: [metadata] } },
    ]);
  });

  test('is not counted where there is room', async () => {
    await paced(900).run();
    expect(printed.lines()).toEqual([]);
  });
});

describe('what is no order', () => {
  test('takes no slot of the rate', async () => {
    const { sent, run } = paced(0.5);
    const nonsense = Array.from({ length: 4 }, (_, n) => record(`n-${n}`, 'nonsense'));
    const orders = Array.from({ length: 6 }, (_, n) => record(String(n)));
    expect(await run([...nonsense, ...orders])).toEqual(['n-0', 'n-1', 'n-2', 'n-3']);
    expect(sent).toHaveLength(6);
  });

  test('comes again until it is dead, and is told at its first delivery only', async () => {
    const { run } = paced(900);
    const nonsense = record('1', 'nonsense');
    expect(await run([nonsense])).toEqual(['1']);
    expect(await run([{ ...nonsense, received: 2 }])).toEqual(['1']);
    expect(printed.lines()).toMatchObject([{ level: 'ERROR', message: 'an order cannot be read', record: '1' }]);
  });
});

/** The send world under the conditions of an account and of what Gmail says. */
async function conditioned(kind: 'marketing' | 'transactional' = 'marketing') {
  const world = await sendWorld(kind);
  const account = { maxRate: 14, dailyQuota: 50_000 as number | null, sentInDay: 0, isStopped: false, age: 0 };
  const spamRates = memorySpamRates();
  const { clock, releases } = world.ports;
  const accounts = { read: async () => ({ ...account, at: clock() - account.age }) };
  const told: string[] = [];
  const tell = (word: string) => {
    told.push(word);
  };
  const conditions = sendingConditions({ accounts, spamRates, releases, clock, tell });
  const send = async () => world.send({}, (await conditions()).standing);
  return { ...world, account, spamRates, conditions, told, send };
}

describe('P-77 the quota of the day', () => {
  test('that is nearly used, and a spam rate that stops marketing, page somebody, once a minute at most', async () => {
    const { account, spamRates, conditions, told, world } = await conditioned();
    account.sentInDay = 45_000;
    await spamRates.tell({ domain: 'acme.example', day: '2026-11-17', percent: 1, toldAt: 0 });
    for (let second = 0; second < 60; second += 1) {
      await conditions();
      world.now += SECOND;
    }
    expect(told).toEqual(['daily-quota-reached', 'spam-rate-stops-marketing']);
    await conditions();
    expect(told).toHaveLength(4);
  });

  test('the rate is 90 percent of SES’s, all invocations together', async () => {
    expect((await (await conditioned()).conditions()).rate).toBeCloseTo(12.6, 9);
  });

  test('holds marketing from 90 percent on, tells why, and lets it go when there is room again', async () => {
    const { account, send, sent, message, ends, passes } = await conditioned();
    account.sentInDay = 45_000;
    await send();
    expect(await message()).toMatchObject({
      status: 'held',
      because: { reason: 'sending-disabled', switch: 'daily-quota', quota: 50_000, sent: 45_000 },
    });
    await passes(HOUR);
    account.sentInDay = 44_000;
    await send();
    expect(sent).toHaveLength(1);
    expect(await ends()).toEqual(['sent']);
  });

  test('counts what others may have sent since SES was asked', async () => {
    const { account, conditions } = await conditioned();
    account.sentInDay = 44_900;
    account.age = 7 * SECOND;
    expect((await conditions()).standing.quota).toBeNull();
    account.age = 8 * SECOND;
    expect((await conditions()).standing.quota).toEqual({ quota: 50_000, sent: 45_001 });
  });

  test('is told in the log once, however often it is asked', async () => {
    const { account, people, send, passes } = await conditioned();
    account.sentInDay = 45_000;
    people.drainEffects();
    for (let hour = 0; hour < 3; hour += 1) {
      await send();
      await passes(HOUR);
    }
    const logged = people.drainEffects().flatMap(({ effects }) => effects.filter((effect) => effect.type === 'log'));
    expect(logged).toHaveLength(1);
  });

  test('leaves the rest to transactional mail', async () => {
    const { account, send, sent } = await conditioned('transactional');
    account.sentInDay = 49_000;
    await send();
    expect(sent).toHaveLength(1);
  });

  test('an account without a quota has room always', async () => {
    const { account, conditions } = await conditioned();
    account.dailyQuota = null;
    account.sentInDay = 10_000_000;
    expect((await conditions()).standing).toEqual({ stopped: null, quota: null, spam: null });
  });
});

describe('P-76 an account that SES takes nothing from', () => {
  test.each(['marketing', 'transactional'] as const)(
    'holds %s mail without a call, until SES takes it again',
    async (kind) => {
      const { account, send, sent, message, ends, passes } = await conditioned(kind);
      account.isStopped = true;
      await send();
      expect(await message()).toMatchObject({
        status: 'held',
        because: { reason: 'sending-paused', switch: 'account' },
      });
      account.isStopped = false;
      await passes(HOUR);
      await send();
      expect(sent).toHaveLength(1);
      expect(await ends()).toEqual(['sent']);
    },
  );

  test('holds transactional mail too where the whole quota is used, and not before', async () => {
    const { account, send, sent, message, passes } = await conditioned('transactional');
    account.sentInDay = 50_000;
    await send();
    expect((await message())?.because).toMatchObject({ reason: 'sending-paused', switch: 'daily-quota' });
    account.sentInDay = 49_999;
    await passes(15 * MINUTE);
    await send();
    expect(sent).toHaveLength(1);
  });
});

describe('P-83 the spam rate of Gmail', () => {
  const told = (day: string, percent: number) => ({ domain: 'news.acme.example', day, percent, toldAt: 0 });

  test('at 0.20 percent stops marketing, tells why, and the breaker recovers when the rate falls', async () => {
    const { spamRates, send, sent, message, ends, passes } = await conditioned();
    await spamRates.tell(told('2026-11-17', 0.2));
    await send();
    expect(await message()).toMatchObject({
      status: 'held',
      because: {
        reason: 'sending-disabled',
        switch: 'gmail-spam-rate',
        domain: 'news.acme.example',
        day: '2026-11-17',
        percent: 0.2,
        stop: 0.2,
      },
    });
    await spamRates.tell(told('2026-11-18', 0.19));
    await passes(HOUR);
    await send();
    expect(sent).toHaveLength(1);
    expect(await ends()).toEqual(['sent']);
  });

  test('does not stop transactional mail', async () => {
    const { spamRates, send, sent } = await conditioned('transactional');
    await spamRates.tell(told('2026-11-17', 2));
    await send();
    expect(sent).toHaveLength(1);
  });

  test('stops for seven days after its day: days with little mail have no rate, so none would end it', async () => {
    const { spamRates, conditions, world } = await conditioned();
    const day = new Date(world.now).toISOString().slice(0, 10);
    await spamRates.tell(told(day, 0.5));
    expect((await conditions()).standing.spam).toEqual({ domain: 'news.acme.example', day, percent: 0.5 });
    world.now = Date.parse(`${day}T00:00:00Z`) + 8 * DAY - 1;
    expect((await conditions()).standing.spam).not.toBeNull();
    world.now += MINUTE;
    expect((await conditions()).standing.spam).toBeNull();
  });
});
