import {
  GetSuppressedDestinationCommand,
  NotFoundException,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { REGION, type RunningGateway } from './running-gateway.ts';
import { eventsOf, mail, runSes } from './running-ses.ts';

let run: RunningGateway;
let client: SESv2Client;

beforeAll(async () => {
  run = await runSes();
  client = new SESv2Client(run.as());
});
beforeEach(() => {
  run.mails.length = 0;
  run.delivered.length = 0;
});
afterAll(() => run.stop());

const send = (overrides: Partial<SendEmailCommandInput> = {}) => client.send(new SendEmailCommand(mail(overrides)));
const events = () => eventsOf(run);

describe('feedback', () => {
  const feedback = async (type: string, overrides: Record<string, unknown> = {}) => {
    const parsed = run.gateway.parseFeedback({ type, ...overrides });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return run.gateway.publishFeedback(run.mails[0]!, parsed.feedback);
  };
  const to = (address: string) => ({ Destination: { ToAddresses: [address] } });

  test('the event tells of the mail as SES does', async () => {
    const { MessageId } = await send();
    expect(await feedback('delivery')).toBe(true);
    expect(events()).toEqual([
      expect.objectContaining({
        source: 'aws.ses',
        'detail-type': 'Email Delivered',
        resources: [`arn:aws:ses:${REGION}:000000000000:configuration-set/marketing`],
        detail: {
          eventType: 'Delivery',
          mail: expect.objectContaining({
            messageId: MessageId,
            source: 'Acme <news@news.acme.example>',
            destination: ['ann@example.org'],
            headersTruncated: false,
            headers: expect.arrayContaining([{ name: 'List-Id', value: 'Acme <news.acme.example>' }]),
            commonHeaders: expect.objectContaining({ subject: 'Grüße', to: ['ann@example.org'] }),
            tags: expect.objectContaining({ profileId: ['c__4_d2_c1'], 'ses:configuration-set': ['marketing'] }),
          }),
          delivery: expect.objectContaining({ recipients: ['ann@example.org'], smtpResponse: expect.any(String) }),
        },
      }),
    ]);
  });

  test.each([
    [
      'bounce',
      {},
      'Email Bounced',
      'Bounce',
      {
        bounce: {
          bounceType: 'Permanent',
          bounceSubType: 'General',
          bouncedRecipients: [{ emailAddress: 'f@example.org', status: '5.1.1' }],
        },
      },
    ],
    [
      'bounce',
      { bounceType: 'Transient', bounceSubType: 'MailboxFull' },
      'Email Bounced',
      'Bounce',
      { bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' } },
    ],
    [
      'complaint',
      {},
      'Email Complaint Received',
      'Complaint',
      {
        complaint: {
          complainedRecipients: [{ emailAddress: 'f@example.org' }],
          complaintFeedbackType: 'abuse',
          complaintSubType: null,
        },
      },
    ],
    ['reject', {}, 'Email Rejected', 'Reject', { reject: { reason: 'Bad content' } }],
    [
      'open',
      { userAgent: 'Mozilla/5.0' },
      'Email Opened',
      'Open',
      { open: { userAgent: 'Mozilla/5.0', ipAddress: expect.any(String) } },
    ],
    ['click', { link: 'https://x.example/a' }, 'Email Clicked', 'Click', { click: { link: 'https://x.example/a' } }],
    [
      'delivery-delay',
      {},
      'Email Delivery Delayed',
      'DeliveryDelay',
      {
        deliveryDelay: {
          delayType: 'TransientCommunicationFailure',
          delayedRecipients: [{ emailAddress: 'f@example.org' }],
        },
      },
    ],
  ])('%s %j has its part', async (type, given, detailType, eventType, part) => {
    await send(to('f@example.org'));
    await feedback(type, given);
    expect(events().at(-1)).toMatchObject({ 'detail-type': detailType, detail: { eventType, ...part } });
  });

  test('nothing is published without an event destination', async () => {
    await send({ ConfigurationSetName: 'silent' });
    expect([await feedback('bounce'), events()]).toEqual([false, []]);
  });

  test('opens and clicks are published only where tracking was on', async () => {
    await send({
      ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'ENABLED' } },
    });
    expect([await feedback('open'), await feedback('click')]).toEqual([false, true]);
  });

  test('a hard bounce puts the address on the list, a soft one does not', async () => {
    await send(to('soft@example.org'));
    await feedback('bounce', { bounceType: 'Transient' });
    run.mails.length = 0;
    await send(to('hard@example.org'));
    await feedback('bounce');
    const reason = (EmailAddress: string) => client.send(new GetSuppressedDestinationCommand({ EmailAddress }));
    expect((await reason('hard@example.org')).SuppressedDestination?.Reason).toBe('BOUNCE');
    await expect(reason('soft@example.org')).rejects.toBeInstanceOf(NotFoundException);
  });

  test.each([
    ['success', ['Delivery']],
    ['bounce', ['Bounce']],
    ['complaint+label', ['Delivery', 'Complaint']],
    ['ooto', ['Delivery']],
    ['suppressionlist', ['Bounce']],
  ])('the mailbox simulator answers %s by itself', async (name, types) => {
    await send(to(`${name}@simulator.amazonses.com`));
    await expect.poll(() => events().map(({ detail }) => detail.eventType)).toEqual(types);
  });

  test('a feedback that is none is told by field', () => {
    expect(run.gateway.parseFeedback({ type: 'opened' })).toMatchObject({ ok: false, problems: [{ field: 'type' }] });
  });
});
