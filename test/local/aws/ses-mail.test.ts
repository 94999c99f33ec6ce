import {
  BadRequestException,
  NotFoundException,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
  TooManyRequestsException,
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
const simple = (overrides: Record<string, unknown>): Partial<SendEmailCommandInput> => ({
  Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } }, ...overrides } },
});

describe('SendEmail', () => {
  test('an accepted mail is in the inbox as it was given', async () => {
    const { MessageId } = await send();
    expect(run.mails).toEqual([
      {
        id: MessageId,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        from: 'Acme <news@news.acme.example>',
        to: ['ann@example.org'],
        replyTo: ['care@acme.example'],
        subject: 'Grüße',
        html: '<p>Hello</p>',
        text: 'Hello',
        headers: { 'List-Id': 'Acme <news.acme.example>' },
        tags: { profileId: 'c__4_d2_c1' },
        configurationSet: 'marketing',
        profileId: 'c_4.2:1',
        tracking: { opens: true, clicks: true },
      },
    ]);
    expect(events()).toEqual([]);
  });

  test('a raw mail is read', async () => {
    const Data = Buffer.from(
      'From: Acme <news@acme.example>\r\nTo: ann@example.org\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nX-Kind: raw\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hi</p>\r\n',
    );
    await send({ Content: { Raw: { Data } }, FromEmailAddress: undefined, Destination: undefined });
    expect(run.mails[0]).toMatchObject({
      from: 'Acme <news@acme.example>',
      to: ['ann@example.org'],
      subject: 'Grüße',
      html: expect.stringContaining('<p>Hi</p>'),
      headers: { 'X-Kind': 'raw' },
    });
  });

  const header = (Name: string, Value: string) => simple({ Headers: [{ Name, Value }] });
  test.each([
    ['an address without domain', { Destination: { ToAddresses: ['ann'] } }, "Missing final '@domain'"],
    ['an address beyond ASCII', { Destination: { ToAddresses: ['änn@example.org'] } }, /non-ASCII/],
    ['a domain that is not Punycode', { Destination: { ToAddresses: ['ann@exämple.org'] } }, /Domain/],
    ['nobody to go to', { Destination: {} }, /Missing required header 'To'/],
    [
      '51 recipients',
      { Destination: { ToAddresses: Array.from({ length: 51 }, (_, n) => `a${n}@example.org`) } },
      /exceeds 50/,
    ],
    ['a tag value with an @', { EmailTags: [{ Name: 'a', Value: 'x@y' }] }, /tag/],
    ['a tag of 257 characters', { EmailTags: [{ Name: 'a', Value: 'x'.repeat(257) }] }, /tag/],
    [
      '16 headers',
      simple({ Headers: Array.from({ length: 16 }, (_, n) => ({ Name: `X-${n}`, Value: 'v' })) }),
      /limit of 15/,
    ],
    ['a header name with a colon', header('A:B', 'v'), /header name/],
    ['a header value beyond ASCII', header('X-A', 'ü'), /header/],
    ['a header of 997 characters', header('X-A', 'v'.repeat(994)), /header/],
    [
      'two List-Unsubscribe',
      simple({ Headers: [1, 2].map(() => ({ Name: 'List-Unsubscribe', Value: '<https://x>' })) }),
      /Duplicate header/,
    ],
    ['list management', { ListManagementOptions: { ContactListName: 'x' } }, /ListManagementOptions is refused/],
    ['no content', { Content: {} }, /Exactly one/],
  ])('%s is a bad request', async (_what, overrides, words) => {
    const error = await send(overrides as Partial<SendEmailCommandInput>).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadRequestException);
    expect(error).toMatchObject({ message: expect.stringMatching(words), $metadata: { httpStatusCode: 400 } });
    expect(run.mails).toEqual([]);
  });

  test('an unknown configuration set is not found', async () => {
    await expect(send({ ConfigurationSetName: 'other' })).rejects.toBeInstanceOf(NotFoundException);
  });

  test('a role needs the sending identity and the configuration set', async () => {
    const arn = (resource: string) => `arn:aws:ses:${REGION}:000000000000:${resource}`;
    run.roles.set('Send1A', [
      {
        Effect: 'Allow',
        Action: ['ses:SendEmail'],
        Resource: [arn('identity/acme.example'), arn('configuration-set/marketing')],
      },
    ]);
    const sender = new SESv2Client(run.as('Send1A'));
    await sender.send(new SendEmailCommand(mail()));
    await expect(sender.send(new SendEmailCommand(mail({ ConfigurationSetName: 'silent' })))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
      message: expect.stringContaining(arn('configuration-set/silent')),
    });
    await expect(sender.send(new SendEmailCommand(mail({ FromEmailAddress: 'a@other.example' })))).rejects.toThrow(
      arn('identity/other.example'),
    );
  });

  test('a fault is the exception that the SDK knows, with the usual words or with given ones', async () => {
    run.gateway.faults.add({ service: 'ses', action: 'SendEmail', times: 1, error: 'TooManyRequestsException' });
    const error = await send().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TooManyRequestsException);
    expect(error).toMatchObject({ message: 'Maximum sending rate exceeded.', $metadata: { httpStatusCode: 429 } });
    run.gateway.faults.add({
      service: 'ses',
      action: 'SendEmail',
      times: 1,
      error: 'LimitExceededException',
      message: 'Daily message quota exceeded.',
    });
    await expect(send()).rejects.toThrow('Daily message quota exceeded.');
  });
});
