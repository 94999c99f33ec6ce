import { afterAll, beforeAll, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, happen, mailsOf, profileOf } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

let heed: RunningHeed;
beforeAll(async () => {
  const workspace = flowWorkspace({ 'cart-abandoned': cartReminder });
  heed = await startLocalRun({ workspace, program: 'test/flows/run-without-grants.ts' });
});
afterAll(() => heed?.stop());

async function denied(): Promise<unknown> {
  return (await heed.control('GET', '/denied')).body;
}

test('a grant that the template lacks fails on the laptop as it would in AWS, and is told by function, action and resource', async () => {
  expect(await denied()).toEqual([]);
  await happen(heed, consentRecorded('ann'));
  await happen(heed, cartAbandoned('ann'));
  expect(await mailsOf(heed, 'ann')).toHaveLength(0);
  // SES says no before it took anything: the message waits for somebody to mend the role.
  expect((await profileOf(heed, 'ann')).messages).toMatchObject([{ status: 'held', reason: 'sending-paused' }]);
  expect(await denied()).toEqual([
    {
      function: 'send',
      action: 'ses:SendEmail',
      resource: expect.stringMatching(/^arn:aws:ses:[a-z0-9-]+:\d+:(identity|configuration-set)\//),
      at: expect.stringMatching(/Z$/),
    },
  ]);
});

test('a withdrawal that may not be written is answered 503, never 200 (P-05)', async () => {
  await happen(heed, consentRecorded('bob'));
  const url = (await profileOf(heed, 'bob')).links.unsubscribe['offers'] ?? '';
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  expect((await fetch(url, { method: 'POST', body })).status).toBe(503);
  expect((await profileOf(heed, 'bob')).consents).toMatchObject([{ topic: 'offers', state: 'granted' }]);
  expect(await denied()).toContainEqual(
    expect.objectContaining({
      function: 'web',
      action: expect.stringMatching(/^dynamodb:/),
      resource: expect.stringContaining(':table/'),
    }),
  );
});
