import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../shared/kernel/instants.ts';
import { sesSendingAccounts } from '../../shared/outbound/sending-account.ses.ts';
import { type AwsWire, startAwsWire, type WireAnswer } from './aws-wire.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

let wire: AwsWire | undefined;
afterEach(async () => {
  await wire?.close();
});

async function accounts(answer: () => WireAnswer, clock = () => now) {
  wire = await startAwsWire(answer);
  return { wire, accounts: sesSendingAccounts(new SESv2Client({ ...wire.settings, maxAttempts: 1 }), clock) };
}

const account = (MaxSendRate: number, Max24HourSend = -1, SentLast24Hours = 0): WireAnswer => ({
  status: 200,
  body: { SendQuota: { MaxSendRate, Max24HourSend, SentLast24Hours } },
});

describe('what SES says of the account (P-77)', () => {
  test('is asked once for many, and again after a minute', async () => {
    let time = now;
    let rate = 14;
    const { wire, accounts: ses } = await accounts(
      () => account(rate, 50_000, 1_234),
      () => time,
    );
    const known = { maxRate: 14, dailyQuota: 50_000, sentInDay: 1_234, isStopped: false, at: now };
    expect(await Promise.all([ses.read(), ses.read(), ses.read()])).toEqual([known, known, known]);
    rate = 100;
    time += MINUTE - 1;
    expect(await ses.read()).toEqual(known);
    expect(wire.requests).toHaveLength(1);
    time += 1;
    expect((await ses.read()).maxRate).toBe(100);
  });

  test.each([{ SendingEnabled: false }, { EnforcementStatus: 'SHUTDOWN' }])(
    'is stopped with %j (P-76)',
    async (differs) => {
      const { accounts: ses } = await accounts(() => ({ status: 200, body: differs }));
      expect(await ses.read()).toMatchObject({ isStopped: true, maxRate: 1 });
    },
  );

  test('has no quota where SES says -1', async () => {
    const { accounts: ses } = await accounts(() => account(14));
    expect((await ses.read()).dailyQuota).toBeNull();
  });

  test('is the last one known, else the least, while SES does not say', async () => {
    let time = now;
    const answers: WireAnswer[] = ['reset', account(10, 200, 3), 'reset'];
    const { accounts: ses } = await accounts(
      () => answers.shift() ?? 'reset',
      () => time,
    );
    expect(await ses.read()).toMatchObject({ maxRate: 1, dailyQuota: null });
    time += MINUTE;
    expect(await ses.read()).toMatchObject({ maxRate: 10, dailyQuota: 200 });
    time += 10 * MINUTE;
    expect(await ses.read()).toEqual({
      maxRate: 10,
      dailyQuota: 200,
      sentInDay: 3,
      isStopped: false,
      at: now + MINUTE,
    });
  });
});
