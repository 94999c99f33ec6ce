import { beforeAll, describe, expect, test } from 'vitest';
import {
  cartAbandoned,
  consentRecorded,
  happen,
  orderPlaced,
  type ProfileTold,
  profileOf,
  timelineOf,
} from './flow-people.ts';
import { cartReminder, flowWorkspace } from './flow-workspace.ts';
import type { RunningHeed } from './local-run.ts';
import { sharedRun } from './shared-run.ts';

const waiting = `topic: offers
trigger: { event: cart.left }
key: properties.cartId
steps:
  - wait: P30D
  - send: last-call
`;

let heed: RunningHeed;
beforeAll(async () => {
  heed = await sharedRun(flowWorkspace({ 'cart-abandoned': cartReminder, waiting }));
});

async function idsWith(email: string): Promise<string[]> {
  const { status, body } = await heed.api('GET', `/api/profiles?email=${encodeURIComponent(email)}`);
  expect(status).toBe(200);
  return (body as { profiles: ProfileTold[] }).profiles.map((profile) => profile.profileId);
}

describe('a profile', () => {
  test('tells all that design says of a person', async () => {
    const email = 'ann.whole@example.org';
    await happen(heed, consentRecorded('whole', { email, firstName: 'Ann' }));
    await happen(
      heed,
      cartAbandoned('whole'),
      { ...cartAbandoned('whole'), type: 'cart.left', eventId: 'left' },
      orderPlaced('whole', 'k-9'),
    );
    expect(await profileOf(heed, 'whole')).toMatchObject({
      profileId: 'whole',
      traits: { email, firstName: 'Ann', locale: 'en', timeZone: 'Europe/Berlin', country: 'DE' },
      consents: [
        {
          topic: 'offers',
          purpose: 'marketing.email',
          state: 'granted',
          basis: 'express-doi',
          grantedAt: '2026-03-03T10:00:00.000Z',
        },
      ],
      preferences: {},
      suppression: null,
      enrollments: [
        {
          campaign: 'waiting',
          enrollmentId: 'waiting:k-1:left',
          status: 'running',
          dueAt: expect.stringMatching(/Z$/),
        },
      ],
      messages: [{ campaign: 'cart-abandoned', topic: 'offers', status: 'sent', reason: null, notBefore: null }],
      events: { 'order.placed': { count: 1, first: expect.stringMatching(/Z$/), last: expect.stringMatching(/Z$/) } },
      segments: [],
      computed: {},
      links: {
        preferences: expect.stringMatching(new RegExp(`^${heed.endpoints.web}/preferences/`)),
        unsubscribe: {
          offers: expect.stringMatching(/\/unsubscribe\//),
          news: expect.stringMatching(/\/unsubscribe\//),
        },
      },
    });
  });

  test('is not there for an event that nobody asks about', async () => {
    await happen(heed, { type: 'page.viewed', profileId: 'nobody-cares', properties: { page: '/' } });
    expect(await heed.profile('nobody-cares')).toBeNull();
  });

  test('keeps the later word about a person, also of words of one second and of one batch', async () => {
    const say = (plan: string) => ({ type: 'profile.updated', profileId: 'wordy', traits: { plan } });
    await happen(heed, say('z-first'));
    await happen(heed, say('a-second'));
    expect((await profileOf(heed, 'wordy')).traits).toEqual({ plan: 'a-second' });
    await heed.api('POST', '/api/events', [say('y-third'), say('b-fourth')]);
    await heed.quiet();
    expect((await profileOf(heed, 'wordy')).traits).toEqual({ plan: 'b-fourth' });
    await happen(heed, { ...say('too-old'), occurredAt: '2026-01-01T00:00:00Z' });
    expect((await profileOf(heed, 'wordy')).traits).toEqual({ plan: 'b-fourth' });
  });

  test('has its permission back after a withdrawal of the same second only by a later word (P-44)', async () => {
    await happen(heed, {
      ...consentRecorded('quick', {}, 'news'),
      properties: { ...consentRecorded('quick', {}, 'news').properties, grantedAt: await heed.now() },
    });
    await happen(heed, {
      type: 'consent.withdrawn',
      profileId: 'quick',
      properties: { topics: ['news'], method: 'phone' },
    });
    expect((await profileOf(heed, 'quick')).consents).toMatchObject([{ topic: 'news', state: 'withdrawn' }]);
  });
});

describe('finding by address', () => {
  test('gives every holder, whatever the case of the letters, the oldest first (P-52)', async () => {
    await happen(heed, consentRecorded('older', { email: 'Shared@Example.org' }));
    await happen(heed, consentRecorded('newer', { email: 'shared@example.org' }));
    expect(await idsWith('SHARED@example.ORG')).toEqual(['older', 'newer']);
  });

  test('finds who asked at the form and has not confirmed yet', async () => {
    const body = new URLSearchParams({ email: 'waiting@example.org', topics: 'offers' });
    await fetch(`${heed.endpoints.web}/subscribe`, { method: 'POST', body });
    await heed.quiet();
    const [id, ...others] = await idsWith('waiting@example.org');
    expect(others).toEqual([]);
    expect((await profileOf(heed, id as string)).consents).toMatchObject([{ topic: 'offers', state: 'pending' }]);
  });

  test('does not find who has another address by now, and finds plus tags as they are', async () => {
    await happen(heed, consentRecorded('changing', { email: 'before+tag@example.org' }));
    expect(await idsWith('before+tag@example.org')).toEqual(['changing']);
    expect(await idsWith('before@example.org')).toEqual([]);
    await happen(heed, { type: 'profile.updated', profileId: 'changing', traits: { email: 'after@example.org' } });
    expect(await idsWith('before+tag@example.org')).toEqual([]);
    expect(await idsWith('after@example.org')).toEqual(['changing']);
  });

  test('gives nobody for an unknown address, and refuses what is none', async () => {
    expect(await idsWith('nobody@example.org')).toEqual([]);
    expect((await heed.api('GET', '/api/profiles?email=nobody')).status).toBe(400);
  });
});

describe('the timeline', () => {
  test('tells each change once a topic, newest first, page by page', async () => {
    await happen(heed, consentRecorded('long', {}, 'offers'));
    await happen(heed, consentRecorded('long', {}, 'news'));
    await happen(heed, cartAbandoned('long'));
    await happen(heed, { type: 'consent.withdrawn', profileId: 'long', properties: { all: true, method: 'phone' } });
    const entries = await timelineOf(heed, 'long');
    expect(entries.map((entry) => entry.at)).toEqual(
      entries
        .map((entry) => entry.at)
        .sort()
        .reverse(),
    );
    const told = entries.filter((entry) => entry.topic).map((entry) => `${entry.kind} ${entry.topic}`);
    expect(told.sort()).toEqual([
      'consent.granted news',
      'consent.granted offers',
      'consent.withdrawn news',
      'consent.withdrawn offers',
      'message.sent offers',
    ]);
    const first = (await heed.api('GET', '/api/profiles/long/timeline?limit=2')).body as {
      entries: unknown[];
      next: string;
    };
    const rest = (await heed.api('GET', `/api/profiles/long/timeline?limit=100&from=${first.next}`)).body as {
      entries: unknown[];
      next: null;
    };
    expect([...first.entries, ...rest.entries]).toEqual(entries);
    expect(rest.next).toBeNull();
  });
});
