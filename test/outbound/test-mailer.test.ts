import { SESv2Client } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { isTestRecipient, markedAsTest, type TestMail } from '../../shared/messages/test-mail.ts';
import { sesTestMailer } from '../../shared/outbound/test-mailer.ses.ts';
import { startAwsWire } from './aws-wire.ts';

const mail: TestMail = {
  campaign: 'welcome',
  from: 'Acme <news@news.acme.example>',
  to: 'qa@acme.example',
  replyTo: 'hello@acme.example',
  subject: 'Hello',
  html: '<html><BODY style="x"><p>Hello</p></BODY></html>',
  text: 'Hello',
  headers: [{ name: 'List-Id', value: 'Acme <offers.news.acme.example>' }],
};

async function sentOnWire(to: string, allowedRecipients?: readonly string[]) {
  const wire = await startAwsWire(() => ({ status: 200, body: { MessageId: 'ses-1' } }));
  try {
    const client = new SESv2Client({ ...wire.settings, maxAttempts: 1 });
    const mailer = sesTestMailer(client, { allowedRecipients, now: () => 0 });
    const outcome = await mailer.send(markedAsTest({ ...mail, to }));
    return { outcome, allows: mailer.allows(to), bodies: wire.requests.map((each) => each.body as object) };
  } finally {
    await wire.close();
  }
}

test('a test goes without a configuration set, so that SES tracks and tells nothing of it (P-22)', async () => {
  const { outcome, bodies } = await sentOnWire('qa@acme.example');
  expect(outcome).toEqual({ outcome: 'sent', sesMessageId: 'ses-1' });
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).not.toHaveProperty('ConfigurationSetName');
  expect(bodies[0]).toMatchObject({
    Destination: { ToAddresses: ['qa@acme.example'] },
    EmailTags: [
      { Name: 'test', Value: 'true' },
      { Name: 'campaign', Value: 'welcome' },
    ],
  });
});

test('P-88 a stage for trials sends tests to its allow-list only, whatever the route said', async () => {
  const refused = await sentOnWire('qa@acme.example', ['*@simulator.amazonses.com']);
  expect(refused).toMatchObject({
    outcome: { outcome: 'failed', because: { reason: 'recipient-not-allowed' } },
    allows: false,
    bodies: [],
  });
  expect((await sentOnWire('success@simulator.amazonses.com', ['*@simulator.amazonses.com'])).allows).toBe(true);
});

test.each([
  ['qa@acme.example', null, true],
  ['qa@ACME.example', null, true],
  ['qa@sub.acme.example', null, false],
  ['qa@acme.example.org', null, false],
  ['success@simulator.amazonses.com', null, true],
  ['qa@acme.example', false, false],
  ['ann@partner.example', true, true],
])('P-88 %s with the answer %s of the stage: %s', (email, allowed, may) => {
  expect(isTestRecipient(email, ['acme.example'], allowed)).toBe(may);
});

test('a mail without a body tag is marked above everything', () => {
  expect(markedAsTest({ ...mail, html: '<p>Hello</p>' }).html).toMatch(/^<div[^>]*>This is a test/);
  expect(markedAsTest(mail)).toMatchObject({
    subject: '[Test] Hello',
    html: expect.stringMatching(/^<html><BODY style="x"><div/),
    headers: [{ name: 'List-Id' }, { name: 'X-Heed-Test', value: 'welcome' }],
  });
});
