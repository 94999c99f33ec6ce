import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cartAbandoned, consentRecorded, happen, linkIn, mailsOf, pressButton, profileOf } from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import { type RunningHeed, startLocalRun } from './local-run.ts';

const patient = `topic: offers
trigger: { event: cart.left }
key: properties.cartId
steps:
  - wait: P3D
  - send: last-call
`;
const workspace = flowWorkspace({ 'cart-abandoned': cartReminder, patient });
const data = join(tmpdir(), `heed-restart-${process.pid}`);

let heed: RunningHeed | undefined;
afterAll(async () => {
  await heed?.stop();
  await rm(data, { recursive: true, force: true });
});

// Two starts in each story.
const patience = { timeout: 180_000 };

/** A run on the folder of the one before. */
async function restarted(): Promise<RunningHeed> {
  expect(await heed?.stop()).toBe(0);
  heed = await startLocalRun({ workspace, data });
  return heed;
}

test('people, mails, the clock and what waits survive a restart, and go on from there', patience, async () => {
  heed = await startLocalRun({ workspace, data });
  const startedAt = await heed.now();
  await happen(heed, consentRecorded('survivor'));
  await happen(heed, cartAbandoned('survivor'), { ...cartAbandoned('survivor'), type: 'cart.left', eventId: 'left' });
  await heed.advance('P1D');
  const [before, mails, movedTo] = [await profileOf(heed, 'survivor'), await heed.inbox(), await heed.now()];
  expect(Date.parse(movedTo)).toBeGreaterThanOrEqual(Date.parse(startedAt) + 86_400_000);
  const releases = (await heed.api('GET', '/api/workspace/releases')).body;

  const second = await restarted();
  expect(Date.parse(await second.now())).toBeGreaterThanOrEqual(Date.parse(movedTo));
  expect({ ...(await profileOf(second, 'survivor')), links: null }).toEqual({ ...before, links: null });
  expect(await second.inbox()).toEqual(mails);
  expect((await second.api('GET', '/api/workspace/releases')).body).toEqual(releases);

  await happen(second, cartAbandoned('survivor'));
  expect(await mailsOf(second, 'survivor')).toHaveLength(1);
  await second.advance('P1D');
  expect(await mailsOf(second, 'survivor')).toHaveLength(1);
  await second.advance('P1DT1M');
  expect((await mailsOf(second, 'survivor')).map((mail) => mail.subject)).toEqual([
    'One more day',
    'Your cart is waiting',
  ]);
});

test('a mail from before the restart can still be answered: by its link, and by its receiver', patience, async () => {
  const first = heed as RunningHeed;
  await happen(first, consentRecorded('answerer'));
  await happen(first, cartAbandoned('answerer'));
  const [mail] = await mailsOf(first, 'answerer');

  const second = await restarted();
  const unsubscribe = new URL(linkIn(mail as never, 'unsubscribe'));
  expect((await pressButton(`${second.endpoints.web}${unsubscribe.pathname}`)).status).toBe(200);
  await second.feedback(mail?.id as string, { type: 'bounce' });
  await second.quiet();
  expect(await profileOf(second, 'answerer')).toMatchObject({
    consents: [{ topic: 'offers', state: 'withdrawn' }],
    suppression: { reason: 'hard-bounce' },
  });
});
