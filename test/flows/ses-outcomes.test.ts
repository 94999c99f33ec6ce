import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endFaults, plannedFaults } from './fault-points.ts';
import { cartAbandoned, consentRecorded, happen, mailsOf, orderPlaced, profileOf, theMailOf } from './flow-people.ts';
import { cartReminder, flowWorkspace, template } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

const receipt = template('receipt', 'Your order', 'Ihre Bestellung');
const transactional = Object.fromEntries(
  Object.entries(receipt).map(([path, text]) => [path, text.replace('---\n', '---\nclass: transactional\n')]),
);
const receiptCampaign =
  'class: transactional\ntrigger: { event: order.placed }\nreentry: always\nsteps:\n  - send: receipt\n';

let heed: RunningHeed;
beforeAll(async () => {
  const campaigns = { 'cart-abandoned': cartReminder, receipt: receiptCampaign };
  heed = await startLocalRun({ workspace: flowWorkspace(campaigns, transactional) });
});
afterAll(() => heed?.stop());

/** The next SendEmail fails so, as often as said. */
async function sesFails(failure: Readonly<Record<string, unknown>>): Promise<void> {
  await heed.fault({ function: 'send', service: 'ses', action: 'SendEmail', times: 1, ...failure });
}

async function messageOf(profileId: string) {
  const { messages } = await profileOf(heed, profileId);
  expect(messages).toHaveLength(1);
  return messages[0]!;
}

describe('the answer of a claim is lost', () => {
  // Three times is every attempt of the SDK: then the function itself has to find its own id on the row.
  test.each([1, 3])('%i times: one mail, neither twice nor never (P-72)', async (times) => {
    const id = `claim-${times}`;
    await happen(heed, consentRecorded(id));
    await heed.fault({ function: 'send', service: 'dynamodb', action: 'PutItem', times, dropResponse: true });
    await happen(heed, cartAbandoned(id));
    expect(await endFaults(heed)).toBe(true);
    await heed.advance('P1D');
    expect(await mailsOf(heed, id)).toHaveLength(1);
    expect(await messageOf(id)).toMatchObject({ status: 'sent' });
  });
});

describe('the answer of SES is lost', () => {
  test('marketing is unknown and never sent again; a delivery tells what became of it (P-73, P-75)', async () => {
    await happen(heed, consentRecorded('lost'));
    await sesFails({ dropResponse: true });
    await happen(heed, cartAbandoned('lost'));
    expect(await messageOf('lost')).toMatchObject({ status: 'unknown', reason: 'unknown-outcome' });
    await heed.advance('P1D');
    const mail = await theMailOf(heed, 'lost');
    await heed.feedback(mail.id, { type: 'delivery' });
    await heed.quiet();
    expect(await messageOf('lost')).toMatchObject({ status: 'delivered' });
    expect(await mailsOf(heed, 'lost')).toHaveLength(1);
  });

  test('transactional mail is tried once more, a quarter of an hour later (P-73)', async () => {
    await happen(heed, consentRecorded('lost-receipt'));
    await sesFails({ dropResponse: true, times: 5 });
    await happen(heed, orderPlaced('lost-receipt'));
    await heed.advance('PT14M');
    expect(await mailsOf(heed, 'lost-receipt')).toHaveLength(1);
    await heed.advance('P1D');
    expect(await mailsOf(heed, 'lost-receipt')).toHaveLength(2);
    expect(await messageOf('lost-receipt')).toMatchObject({ status: 'unknown' });
    await endFaults(heed);
  });

  test('transactional mail that was delivered meanwhile is not tried again (P-73)', async () => {
    await happen(heed, consentRecorded('found-receipt'));
    await sesFails({ dropResponse: true });
    await happen(heed, orderPlaced('found-receipt'));
    await heed.feedback((await theMailOf(heed, 'found-receipt')).id, { type: 'delivery' });
    await heed.advance('P1D');
    expect(await mailsOf(heed, 'found-receipt')).toHaveLength(1);
    expect(await messageOf('found-receipt')).toMatchObject({ status: 'delivered' });
  });
});

describe('what SES refuses (permission.md 1.3, P-76)', () => {
  test.each([
    ['TooManyRequestsException', 'Maximum sending rate exceeded.', 'PT0S', 'PT2M'],
    ['LimitExceededException', 'Too many of something.', 'PT30S', 'PT5M'],
    ['TooManyRequestsException', 'Daily message quota exceeded.', 'PT50M', 'PT3H'],
    ['ThrottlingException', 'Daily message quota exceeded.', 'PT50M', 'PT3H'],
    ['AccountSuspendedException', undefined, 'PT10M', 'PT1H'],
    ['SendingPausedException', undefined, 'PT10M', 'PT1H'],
  ] as const)(
    '%s (%s): nothing was sent; not again within %s, within %s exactly one mail',
    async (error, message, notWithin, within) => {
      const id = `${error}-${notWithin}`;
      await happen(heed, consentRecorded(id));
      await sesFails({ error, ...(message === undefined ? {} : { message }) });
      await happen(heed, cartAbandoned(id));
      expect(await messageOf(id)).toMatchObject({ status: 'held' });
      if (notWithin !== 'PT0S') await heed.advance(notWithin);
      expect(await mailsOf(heed, id)).toHaveLength(0);
      await heed.advance(within);
      expect(await mailsOf(heed, id)).toHaveLength(1);
      expect(await messageOf(id)).toMatchObject({ status: 'sent' });
    },
  );

  test.each(['MessageRejected', 'BadRequestException', 'NotFoundException', 'MailFromDomainNotVerifiedException'])(
    '%s: the message failed, and SES is not asked again',
    async (error) => {
      await happen(heed, consentRecorded(error));
      await sesFails({ error, times: 2 });
      await happen(heed, cartAbandoned(error));
      await heed.advance('P1D');
      expect(await messageOf(error)).toMatchObject({ status: 'failed', reason: 'rejected-by-ses' });
      expect(await plannedFaults(heed)).toMatchObject([{ times: 1 }]);
      await endFaults(heed);
    },
  );

  test('InternalServiceErrorException says nothing: marketing is unknown and never sent again (P-73)', async () => {
    await happen(heed, consentRecorded('internal'));
    await sesFails({ error: 'InternalServiceErrorException', times: 2 });
    await happen(heed, cartAbandoned('internal'));
    await heed.advance('P1D');
    expect(await messageOf('internal')).toMatchObject({ status: 'unknown' });
    expect(await mailsOf(heed, 'internal')).toHaveLength(0);
    expect(await plannedFaults(heed)).toMatchObject([{ times: 1 }]);
    await endFaults(heed);
  });
});

test('in all this no role denied a call', async () => {
  expect((await heed.control('GET', '/denied')).body).toEqual([]);
});
