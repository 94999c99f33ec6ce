import { beforeAll, describe, expect, test } from 'vitest';
import type { Mail } from '../../local/aws/inbox-mail.ts';
import {
  addressOf,
  cartAbandoned,
  consentRecorded,
  explain,
  happen,
  linkIn,
  mailsOf,
  pressButton,
  profileOf,
} from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder }));
});

async function signUp(email: string, topics = ['offers']): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ email, topics });
  expect((await fetch(`${heed.endpoints.web}/subscribe`, { method: 'POST', headers, body })).status).toBe(202);
  await heed.quiet();
}

async function newestMailOf(profileId: string): Promise<Mail> {
  const [mail] = await mailsOf(heed, profileId);
  if (!mail) throw new Error(`${profileId} has no mail`);
  return mail;
}

async function offersOf(profileId: string): Promise<string | undefined> {
  return (await profileOf(heed, profileId)).consents.find((each) => each.topic === 'offers')?.state;
}

const withdrawn = (profileId: string, properties: Readonly<Record<string, unknown>>) => ({
  type: 'consent.withdrawn',
  profileId,
  properties: { ...properties, method: 'phone' },
});

describe('a sign-up', () => {
  test('of a customer whose address is known is that customer', async () => {
    await happen(
      heed,
      { type: 'profile.updated', profileId: 'customer', traits: { email: addressOf('customer') } },
      consentRecorded('customer', {}, 'news'),
    );
    await signUp(addressOf('customer').toUpperCase());
    expect((await pressButton(linkIn(await newestMailOf('customer'), 'confirm'))).status).toBe(200);
    expect(await offersOf('customer')).toBe('granted');
  });

  test('is void once its person has another address (P-51)', async () => {
    await happen(heed, consentRecorded('mover', {}, 'news'));
    await signUp(addressOf('mover'));
    const link = linkIn(await newestMailOf('mover'), 'confirm');
    await happen(heed, {
      type: 'profile.updated',
      profileId: 'mover',
      traits: { email: 'mover.elsewhere@example.org' },
    });
    expect((await pressButton(link)).status).toBe(410);
    expect(await offersOf('mover')).not.toBe('granted');
  });

  test('that somebody else made is cancelled by "not me", which a GET does not do (P-36)', async () => {
    await signUp('victim@example.org');
    const mail = (await heed.inbox()).find((each) => each.to.includes('victim@example.org')) as Mail;
    const [link, notMe] = [linkIn(mail, 'confirm'), linkIn(mail, 'not-me')];
    expect((await fetch(notMe)).status).toBe(200);
    expect((await fetch(link)).status).toBe(200);
    expect((await pressButton(notMe)).status).toBe(200);
    expect((await pressButton(link)).status).toBe(410);
    expect(await offersOf(mail.profileId as string)).not.toBe('granted');
  });
});

describe('stop everything', () => {
  test('is not lifted by a recorded consent, only by a confirmed sign-up (design 3)', async () => {
    await happen(heed, consentRecorded('returner'));
    await happen(heed, withdrawn('returner', { all: true }));
    const grantedAt = await heed.now();
    await happen(heed, {
      ...consentRecorded('returner'),
      eventId: 'again',
      properties: { ...consentRecorded('returner').properties, grantedAt },
    });
    await happen(heed, cartAbandoned('returner', 'k-1'));
    expect(await explain(heed, 'returner', 'cart-abandoned')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'unsubscribed-all' },
    });

    await signUp(addressOf('returner'));
    expect((await pressButton(linkIn(await newestMailOf('returner'), 'confirm'))).status).toBe(200);
    await happen(heed, cartAbandoned('returner', 'k-2'));
    expect((await newestMailOf('returner')).subject).toBe('Your cart is waiting');
  });

  test('voids a confirmation link that was asked for before it (P-38)', async () => {
    await happen(heed, consentRecorded('objector', {}, 'news'));
    await signUp(addressOf('objector'));
    const link = linkIn(await newestMailOf('objector'), 'confirm');
    await happen(heed, withdrawn('objector', { all: true }));
    expect((await pressButton(link)).status).toBe(410);
  });
});

describe('a consent', () => {
  test('older than the last withdrawal has no effect, in whatever order they arrive (P-44)', async () => {
    await happen(heed, { ...withdrawn('late-news', { topics: ['offers'] }), occurredAt: '2026-06-01T00:00:00Z' });
    await happen(heed, consentRecorded('late-news'));
    expect(await offersOf('late-news')).toBe('withdrawn');
  });

  test('recorded before there is an address holds for the first one, and does not follow to a second (P-51)', async () => {
    await happen(heed, consentRecorded('first-address', { email: null }));
    const say = (email: string) => ({ type: 'profile.updated', profileId: 'first-address', traits: { email } });
    await happen(heed, say('one@example.org'));
    await happen(heed, cartAbandoned('first-address', 'k-1'));
    expect((await newestMailOf('first-address')).to).toEqual(['one@example.org']);
    await happen(heed, say('two@example.org'));
    await happen(heed, cartAbandoned('first-address', 'k-2'));
    expect(await mailsOf(heed, 'first-address')).toHaveLength(1);
    expect(await explain(heed, 'first-address', 'cart-abandoned')).toMatchObject({
      verdict: 'skip',
      because: { reason: 'no-consent' },
    });
  });

  test('that was never confirmed is not enough where a topic asks for double opt-in', async () => {
    const event = consentRecorded('half');
    await happen(heed, { ...event, properties: { ...event.properties, basis: 'express' } });
    await happen(heed, cartAbandoned('half'));
    expect(await mailsOf(heed, 'half')).toEqual([]);
  });

  test('for one topic says nothing about another (P-41)', async () => {
    await happen(heed, consentRecorded('newsreader', {}, 'news'));
    await happen(heed, cartAbandoned('newsreader'));
    expect(await mailsOf(heed, 'newsreader')).toEqual([]);
  });
});

describe('an event that comes late', () => {
  test('updates what is known, and starts nothing after three days (design 3)', async () => {
    await happen(heed, consentRecorded('late'));
    const ago = new Date(Date.parse(await heed.now()) - 4 * 86_400_000).toISOString();
    await happen(heed, { ...cartAbandoned('late'), occurredAt: ago, traits: { shoeSize: 42 } });
    expect(await mailsOf(heed, 'late')).toEqual([]);
    expect((await profileOf(heed, 'late')).traits).toMatchObject({ shoeSize: 42 });
  });
});
