import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, describe, expect, test } from 'vitest';
import { decodeTag } from '../../shared/events/feedback.ts';
import type { Mail } from '../../shared/messages/mailer.ts';
import { sesClient } from '../../shared/outbound/clients.ts';
import { sesMailer } from '../../shared/outbound/ses-mailer.ses.ts';
import { type AwsWire, startAwsWire, type WireAnswer } from './aws-wire.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

const mail: Mail = {
  messageId: 'message_1-a',
  profileId: 'shop:c_4.2',
  addressHmac: 'hmac',
  class: 'marketing',
  topic: 'offers',
  from: 'Acme <news@news.acme.example>',
  to: 'ann@example.org',
  replyTo: 'care@acme.example',
  subject: 'Ünser Angebot',
  html: '<p>Hallo</p>',
  text: 'Hallo',
  headers: [{ name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' }],
  tracking: false,
};

let wire: AwsWire | undefined;
afterEach(async () => {
  await wire?.close();
});

async function mailer(
  answer: () => WireAnswer = () => ({ status: 200, body: { MessageId: 'ses-1' } }),
  clock = () => now,
  timeout = 5_000,
) {
  wire = await startAwsWire(answer);
  // One attempt, as `sesClient` has it; only the place differs.
  const client = new SESv2Client({ ...wire.settings, maxAttempts: 1 });
  const sets = { marketingConfigurationSet: 'heed-marketing', transactionalConfigurationSet: 'heed-transactional' };
  return { wire, mailer: sesMailer(client, { ...sets, now: clock, timeout }) };
}

describe('a mail to SES', () => {
  test('has one recipient, no copies, our headers, tags, set and tracking (P-70)', async () => {
    const { wire, mailer: ses } = await mailer();
    expect(await ses.send(mail)).toEqual({ outcome: 'sent', sesMessageId: 'ses-1' });
    expect(wire.requests).toEqual([
      {
        method: 'POST',
        path: '/v2/email/outbound-emails',
        target: '',
        body: {
          FromEmailAddress: 'Acme <news@news.acme.example>',
          Destination: { ToAddresses: ['ann@example.org'] },
          ReplyToAddresses: ['care@acme.example'],
          Content: {
            Simple: {
              Subject: { Data: 'Ünser Angebot', Charset: 'UTF-8' },
              Body: { Text: { Data: 'Hallo', Charset: 'UTF-8' }, Html: { Data: '<p>Hallo</p>', Charset: 'UTF-8' } },
              Headers: [{ Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' }],
            },
          },
          EmailTags: [
            { Name: 'sendId', Value: 'message_1-a' },
            { Name: 'profileId', Value: 'shop_cc__4_d2' },
            { Name: 'address', Value: 'hmac' },
            { Name: 'class', Value: 'marketing' },
            { Name: 'topic', Value: 'offers' },
          ],
          ConfigurationSetName: 'heed-marketing',
          ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } },
        },
      },
    ]);
  });

  test('tells the profile in letters that SES takes and that come back (P-74)', async () => {
    const { wire, mailer: ses } = await mailer();
    await ses.send(mail);
    const tags = wire.requests[0]?.body.EmailTags as { Name: string; Value: string }[];
    for (const { Name, Value } of tags) expect(`${Name}${Value}`).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decodeTag(tags[1]?.Value ?? '')).toBe(mail.profileId);
  });

  test('takes the transactional set, and no topic where there is none (P-15)', async () => {
    const { wire, mailer: ses } = await mailer();
    await ses.send({ ...mail, class: 'transactional', topic: null, replyTo: null, headers: [] });
    const body = wire.requests[0]?.body;
    expect(body).toMatchObject({ ConfigurationSetName: 'heed-transactional', ReplyToAddresses: [] });
    expect(((body?.EmailTags ?? []) as { Name: string }[]).map(({ Name }) => Name)).toEqual([
      'sendId',
      'profileId',
      'address',
      'class',
    ]);
  });

  test('is tracked only where the mail says so (P-22)', async () => {
    const { wire, mailer: ses } = await mailer();
    await ses.send({ ...mail, tracking: true });
    expect(wire.requests[0]?.body.ConfigurationOverrides).toEqual({
      Tracking: { OpenTrackingEnabled: 'ENABLED', ClickTrackingEnabled: 'ENABLED' },
    });
  });

  test('is not handed over with a header that smuggles another (P-86)', async () => {
    const { wire, mailer: ses } = await mailer();
    const outcome = await ses.send({ ...mail, headers: [{ name: 'List-Id', value: 'x\r\nBcc: eve@example.org' }] });
    expect(outcome).toEqual({
      outcome: 'failed',
      because: { reason: 'rejected-by-ses', error: 'unsendable-header', header: 'List-Id' },
    });
    expect(wire.requests).toEqual([]);
  });

  test.each([
    [
      'throttles',
      { status: 429, errorType: 'TooManyRequestsException', body: { message: 'Maximum sending rate exceeded.' } },
      'deferred',
    ],
    [
      'has no quota left',
      { status: 400, errorType: 'LimitExceededException', body: { message: 'Daily message quota exceeded.' } },
      'deferred',
    ],
    [
      'refuses',
      {
        status: 400,
        errorType: 'MessageRejected',
        body: { message: 'Email address is not verified: ann@example.org' },
      },
      'failed',
    ],
    ['breaks', { status: 500, errorType: 'InternalServiceErrorException', body: { message: 'oops' } }, 'unknown'],
    ['has a bad day', { status: 503, body: 'no service' }, 'unknown'],
    ['answers nonsense', { status: 200, body: undefined }, 'unknown'],
    ['breaks the connection', 'reset', 'unknown'],
  ] as const)('is called for exactly once when SES %s (P-71)', async (_, answer, expected) => {
    const { wire, mailer: ses } = await mailer(() => answer as WireAnswer);
    const outcome = await ses.send(mail);
    expect(outcome.outcome).toBe(expected);
    expect(JSON.stringify(outcome)).not.toContain('@');
    expect(wire.requests).toHaveLength(1);
  });

  test('is given up when SES does not answer in time: it may have gone out', async () => {
    const { wire, mailer: ses } = await mailer(
      () => 'no answer',
      () => now,
      // Longer than a busy machine needs for one request, shorter than anybody wants to wait.
      500,
    );
    expect(await ses.send(mail)).toMatchObject({ outcome: 'unknown' });
    expect(wire.requests).toHaveLength(1);
  });

  test('waits when SES cannot be reached at all: nothing was written', async () => {
    const { wire, mailer: ses } = await mailer();
    await wire.close();
    expect(await ses.send(mail)).toMatchObject({ outcome: 'deferred', because: { error: 'ECONNREFUSED' } });
  });
});

test('the client that the product builds makes one attempt (P-71)', async () => {
  expect(await sesClient().config.maxAttempts()).toBe(1);
});
