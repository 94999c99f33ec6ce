import { SESv2Client } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import type { Mail } from '../../shared/messages/mailer.ts';
import { sesMailer } from '../../shared/outbound/ses-mailer.ses.ts';
import { startAwsWire } from './aws-wire.ts';

const mail: Mail = {
  messageId: 'm-1',
  profileId: 'c-42',
  addressHmac: 'hmac',
  class: 'transactional',
  topic: null,
  from: 'Acme <hello@acme.example>',
  to: 'ann@example.org',
  replyTo: null,
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  headers: [],
  tracking: false,
};

test.each([
  ['success@simulator.amazonses.com', true],
  ['success+7@simulator.amazonses.com', true],
  ['ann@acme.example', true],
  ['ann@example.org', false],
  ['ann@acmeXexample', false],
  ['success@simulator.amazonses.com.example.org', false],
])('P-88 a stage for trials writes to %s: %s', async (to, allowed) => {
  const wire = await startAwsWire(() => ({ status: 200, body: { MessageId: 'ses-1' } }));
  try {
    const mailer = sesMailer(new SESv2Client({ ...wire.settings, maxAttempts: 1 }), {
      marketingConfigurationSet: 'm',
      transactionalConfigurationSet: 't',
      allowedRecipients: ['*@simulator.amazonses.com', 'ann@acme.example'],
      now: () => 0,
    });
    const outcome = await mailer.send({ ...mail, to });
    expect(outcome).toMatchObject(
      allowed ? { outcome: 'sent' } : { outcome: 'failed', because: { reason: 'recipient-not-allowed' } },
    );
    expect(wire.requests).toHaveLength(allowed ? 1 : 0);
  } finally {
    await wire.close();
  }
});
