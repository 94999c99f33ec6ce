import { ListSuppressedDestinationsCommand, PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Mail } from '../../local/aws/inbox-mail.ts';
import {
  addressOf,
  cartAbandoned,
  consentRecorded,
  explain,
  happen,
  mailsOf,
  profileOf,
  theMailOf,
  timelineOf,
} from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

const afterClick = `topic: offers
trigger: { event: message.clicked }
reentry: always
steps:
  - send: last-call
`;

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder, 'after-click': afterClick }));
});

/** Permission for a purpose of its own: one does not imply the other (P-41). */
function trackingRecorded(profileId: string) {
  const { properties } = consentRecorded(profileId);
  const { topics: _, ...evidence } = properties as { topics: unknown };
  return {
    type: 'consent.recorded',
    profileId,
    eventId: `tracking-${profileId}`,
    properties: { ...evidence, purpose: 'tracking.email', text: 'Yes, see what I open and click.' },
  };
}

/** Somebody whose reminder was delivered a minute ago. */
async function reached(profileId: string, tracked = true): Promise<Mail> {
  await happen(heed, consentRecorded(profileId), ...(tracked ? [trackingRecorded(profileId)] : []));
  await happen(heed, cartAbandoned(profileId, 'k-0'));
  const mail = await theMailOf(heed, profileId);
  await told(mail, { type: 'delivery' });
  await heed.advance('PT1M');
  return mail;
}

async function told(mail: Mail, ...feedback: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  for (const each of feedback) await heed.feedback(mail.id, each);
  // Two at once may meet on the row, and one of them comes again in seconds.
  await heed.advance('PT1M');
}

async function marks(profileId: string): Promise<string[]> {
  const kinds = (await timelineOf(heed, profileId)).map((entry) => entry.kind);
  return kinds.filter((kind) => /opened|clicked/.test(kind)).sort();
}

describe('with permission to track', () => {
  test('P-22, P-24 a human click starts the campaign that asked for it, and an open is counted', async () => {
    const mail = await reached('visitor');
    expect(mail.tracking).toEqual({ opens: true, clicks: true });
    await told(mail, { type: 'open' }, { type: 'click', link: 'https://shop.acme.example/sale?who=visitor' });
    expect(await marks('visitor')).toEqual(['message.clicked', 'message.opened']);
    expect((await mailsOf(heed, 'visitor')).map((each) => each.subject)).toEqual([
      'One more day',
      'Your cart is waiting',
    ]);
  });

  test('P-21, P-24 what machines do is told apart and starts nothing', async () => {
    const mail = await reached('read-by-machines');
    const at = await heed.now();
    await told(
      mail,
      { type: 'open', userAgent: 'Mozilla/5.0' },
      { type: 'click', link: 'https://shop.acme.example/a', timestamp: at },
      { type: 'click', link: 'https://shop.acme.example/b', timestamp: at },
    );
    expect(await marks('read-by-machines')).toEqual(['message.clicked-bot', 'message.opened-machine']);
    expect(await mailsOf(heed, 'read-by-machines')).toHaveLength(1);
  });

  test('P-23 after its withdrawal nothing more is kept of mail that was sent before', async () => {
    const mail = await reached('untracked');
    const properties = { purpose: 'tracking.email', method: 'page' };
    await happen(heed, { type: 'consent.withdrawn', profileId: 'untracked', eventId: 'w-1', properties });
    const before = await timelineOf(heed, 'untracked');
    await told(mail, { type: 'open' }, { type: 'click' });
    expect(await timelineOf(heed, 'untracked')).toEqual(before);
    expect(await mailsOf(heed, 'untracked')).toHaveLength(1);
  });

  test('P-25 a click gives no consent', async () => {
    const mail = await reached('clicker');
    const { consents } = await profileOf(heed, 'clicker');
    await told(mail, { type: 'click' });
    expect((await profileOf(heed, 'clicker')).consents).toEqual(consents);
  });
});

test('P-22, P-23 without permission to track SES is told not to, and nothing is kept', async () => {
  const mail = await reached('private', false);
  expect(mail.tracking).toEqual({ opens: false, clicks: false });
  await told(mail, { type: 'open' }, { type: 'click' });
  expect(await marks('private')).toEqual([]);
});

describe('SES’s own list', () => {
  const listed = async (ses: SESv2Client) => {
    const { SuppressedDestinationSummaries = [] } = await ses.send(new ListSuppressedDestinationsCommand({}));
    return SuppressedDestinationSummaries.map((each) => each.EmailAddress);
  };

  test('P-80, P-84 is mirrored within a day though every event was lost, and lifted by a human reason on both sides', async () => {
    const ses = new SESv2Client(heed.aws);
    await happen(heed, consentRecorded('mirrored'));
    await ses.send(new PutSuppressedDestinationCommand({ EmailAddress: addressOf('mirrored'), Reason: 'BOUNCE' }));
    expect((await profileOf(heed, 'mirrored')).suppression).toBeNull();
    await heed.advance('P1D');
    expect((await profileOf(heed, 'mirrored')).suppression).toMatchObject({ reason: 'hard-bounce' });
    await happen(heed, cartAbandoned('mirrored', 'k-1'));
    expect(await mailsOf(heed, 'mirrored')).toEqual([]);
    expect(await explain(heed, 'mirrored', 'cart-abandoned')).toMatchObject({ because: { reason: 'hard-bounce' } });

    const path = '/api/profiles/mirrored/lift-suppression';
    expect((await heed.api('POST', path, { by: 'eva' })).status).toBe(400);
    expect((await heed.api('POST', path, { by: 'eva', reason: 'she wrote from it' })).status).toBe(200);
    await heed.quiet();
    expect(await listed(ses)).not.toContain(addressOf('mirrored'));
    await happen(heed, cartAbandoned('mirrored', 'k-2'));
    expect(await mailsOf(heed, 'mirrored')).toHaveLength(1);
    expect((await timelineOf(heed, 'mirrored')).map((entry) => entry.kind)).toContain('suppression.lifted');
    await heed.advance('P1D');
    expect((await profileOf(heed, 'mirrored')).suppression).toBeNull();
  });

  test('no function was refused a call', async () => {
    expect((await heed.control('GET', '/denied')).body).toEqual([]);
  });
});
