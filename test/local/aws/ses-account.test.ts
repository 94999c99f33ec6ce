import {
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  NotFoundException,
  PutSuppressedDestinationCommand,
  SESv2Client,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningGateway } from './running-gateway.ts';
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

describe('the account', () => {
  test('it may send a thousand a second, any number a day', async () => {
    const before = (await client.send(new GetAccountCommand({}))).SendQuota?.SentLast24Hours ?? 0;
    await send();
    const { SendQuota, SendingEnabled, ProductionAccessEnabled } = await client.send(new GetAccountCommand({}));
    expect({ SendQuota, SendingEnabled, ProductionAccessEnabled }).toEqual({
      SendQuota: { MaxSendRate: 1000, Max24HourSend: -1, SentLast24Hours: before + 1 },
      SendingEnabled: true,
      ProductionAccessEnabled: true,
    });
  });

  test('addresses come onto the suppression list, are found and leave it', async () => {
    const EmailAddress = 'bo+x@example.org';
    await client.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason: 'COMPLAINT' }));
    const { SuppressedDestination } = await client.send(new GetSuppressedDestinationCommand({ EmailAddress }));
    expect(SuppressedDestination).toMatchObject({
      EmailAddress,
      Reason: 'COMPLAINT',
      LastUpdateTime: expect.any(Date),
    });
    const list = await client.send(
      new ListSuppressedDestinationsCommand({ Reasons: ['COMPLAINT'], StartDate: new Date(0) }),
    );
    expect(list.SuppressedDestinationSummaries?.map((entry) => entry.EmailAddress)).toEqual([EmailAddress]);
    await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress }));
    await expect(client.send(new GetSuppressedDestinationCommand({ EmailAddress }))).rejects.toBeInstanceOf(
      NotFoundException,
    );
  });

  test('a page ends where it was asked to, and the next one goes on', async () => {
    for (const n of [1, 2, 3])
      await client.send(new PutSuppressedDestinationCommand({ EmailAddress: `p${n}@example.org`, Reason: 'BOUNCE' }));
    const first = await client.send(new ListSuppressedDestinationsCommand({ PageSize: 2 }));
    const second = await client.send(
      new ListSuppressedDestinationsCommand({ PageSize: 2, NextToken: first.NextToken }),
    );
    expect([first, second].map((page) => page.SuppressedDestinationSummaries?.length)).toEqual([2, 1]);
    expect(second.NextToken).toBeUndefined();
  });

  test('mail to a suppressed address is accepted and bounces at once', async () => {
    await client.send(new PutSuppressedDestinationCommand({ EmailAddress: 'cy@example.org', Reason: 'BOUNCE' }));
    await send({ Destination: { ToAddresses: ['cy@example.org'] } });
    await expect.poll(events).toHaveLength(1);
    expect(events()[0]).toMatchObject({
      'detail-type': 'Email Bounced',
      detail: { bounce: { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' } },
    });
  });
});
