import { describe, expect, test } from 'vitest';
import { DAY, HOUR, type Instant } from '../../shared/kernel/instants.ts';
import { dueAtOf } from '../../shared/person/timers.ts';
import { ANNS, ann, annsAddress, event, NOON, newAddress, recorded, requested, stranger, workspace } from './making.ts';
import { Story } from './story.ts';

const nobodyYet = () => ann({ permission: { consents: [], requests: [], stoppedAt: null, resumedAt: null } });

function asked(differs: Parameters<typeof requested>[0] = {}, person = nobodyYet()): Story {
  const story = new Story(workspace(), person);
  story.event('subscription.requested', { properties: requested(differs), requestId: 'r-1' });
  return story;
}

const confirms = (story: Story, requestId = 'r-1', at: Instant = story.now) =>
  story.tell({ kind: 'confirmation', requestId, at, ip: '192.0.2.7', userAgent: 'browser' });

/** Whether a mail about offers would go out now. */
const isGranted = (story: Story) => {
  story.cartLeft(`k-${story.now}`);
  return story.person.messages.some((each) => each.topic === 'offers' && each.status === 'queued');
};

describe('a request for a double opt-in', () => {
  test('queues one confirmation mail, first in line, and grants nothing', () => {
    const story = asked();
    expect(story.effects).toMatchObject([{ type: 'send', priority: true }]);
    expect(story.message).toMatchObject({
      campaign: null,
      requestId: 'r-1',
      template: '_system/confirmation',
      class: 'transactional',
      topic: null,
      expiresAt: NOON + 72 * HOUR,
    });
    expect(story.evidence).toEqual(['consent.requested offers']);
    expect(isGranted(story)).toBe(false);
  });

  test('P-40 keeps what was shown and how it was asked', () => {
    const story = asked({ locale: 'de', ip: '192.0.2.1', userAgent: 'b', form: { id: 'footer', version: '3' } });
    expect(story.ledger).toMatchObject([
      {
        kind: 'consent.requested',
        topic: 'offers',
        purpose: 'marketing.email',
        at: NOON,
        recordedAt: NOON,
        address: ANNS,
        method: 'web-form',
        text: 'Yes, send me offers.',
        textHash: expect.stringMatching(/^[\w-]{22}$/),
        locale: 'de',
        ip: '192.0.2.1',
        userAgent: 'b',
        form: { id: 'footer', version: '3' },
        requestId: 'r-1',
      },
    ]);
  });

  test('goes out at night: it was asked for just now', () => {
    const story = new Story(workspace(), nobodyYet(), NOON + 9 * HOUR);
    story.event('subscription.requested', { properties: requested(), requestId: 'r-1' });
    expect(story.message.status).toBe('queued');
  });

  test('asks nothing of who already holds every topic', () => {
    const story = asked({}, ann());
    expect(story.effects).toEqual([]);
    expect(story.person.permission.requests).toEqual([]);
  });

  test('asks only for the topics that are missing', () => {
    const story = asked({ topics: ['offers', 'events'] }, ann());
    expect(story.person.permission.requests).toMatchObject([{ topics: ['events'] }]);
  });

  test('is refused without an address, and with a topic that nobody knows', () => {
    const story = new Story(workspace(), stranger());
    expect(story.event('subscription.requested', { properties: requested() }).refused).toMatchObject([
      { field: 'traits.email' },
    ]);
    const other = asked({ topics: ['offres'] });
    expect(
      other.tell(event({ type: 'subscription.requested', properties: requested({ topics: ['offers', 'x'] }) })).refused,
    ).toEqual([
      {
        field: 'properties.topics[1]',
        message: 'is no topic of the workspace: known are offers, service-news, events',
      },
    ]);
  });

  test("a topic of single opt-in is granted on the company's word; both kinds may be asked at once", () => {
    const story = asked({ topics: ['service-news', 'offers'] });
    expect(story.evidence).toEqual(['consent.granted service-news', 'consent.requested offers']);
    expect(story.ledger[0]).toMatchObject({ basis: 'express', method: 'web-form' });
  });

  test("P-26 from heed's own form is always confirmed, single topics too", () => {
    const story = asked({ topics: ['service-news'], method: 'heed-form' });
    expect(story.evidence).toEqual(['consent.requested service-news']);
  });
});

describe('a confirmation', () => {
  test('P-26 grants the topics for the address the link was sent to', () => {
    const story = asked({ topics: ['offers', 'events'] });
    story.sendsAll();
    story.passes(HOUR);
    expect(confirms(story).refused).toBeNull();
    expect(story.evidence.slice(2)).toEqual(['consent.granted offers', 'consent.granted events']);
    expect(story.ledger.at(-1)).toMatchObject({
      basis: 'express-doi',
      method: 'confirmation-link',
      text: 'Yes, send me offers.',
      source: 'web-form',
      confirmIp: '192.0.2.7',
      confirmUserAgent: 'browser',
      requestId: 'r-1',
      address: ANNS,
    });
    expect(story.person.permission.requests).toEqual([]);
    expect(isGranted(story)).toBe(true);
  });

  test('P-28 posted twice changes nothing the second time, and is fine', () => {
    const story = asked();
    confirms(story);
    const before = story.person;
    const again = confirms(story);
    expect(again.person).toBe(before);
    expect(again.refused).toBeNull();
  });

  test('P-28 of a used link is refused once its grant is over', () => {
    const story = asked();
    confirms(story);
    story.passes(HOUR);
    story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    expect(confirms(story).refused).toHaveLength(1);
    expect(isGranted(story)).toBe(false);
  });

  test('P-28 is refused at the very instant it expires, and good a moment before', () => {
    const late = asked();
    late.passesUnswept(72 * HOUR);
    expect(confirms(late).refused).toMatchObject([{ field: 'requestId' }]);
    const intime = asked();
    intime.passesUnswept(72 * HOUR - 1);
    expect(confirms(intime).refused).toBeNull();
  });

  test('of a request that nobody made is refused', () => {
    expect(confirms(asked(), 'r-forged').refused).toHaveLength(1);
  });

  test.each<[string, (story: Story) => void]>([
    [
      'a withdrawal of the topic',
      (story) => story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } }),
    ],
    [
      'a stop-everything',
      (story) => story.tell({ kind: 'withdrawal', id: 'u', topic: null, at: story.now, method: 'one-click' }),
    ],
    ['a complaint', (story) => story.hears({ type: 'complaint' })],
    [
      'another address',
      (story) => story.event('profile.changed', { traits: { email: newAddress.email }, address: newAddress }),
    ],
    ['"it was not me"', (story) => story.tell({ kind: 'not-me', requestId: 'r-1', at: story.now })],
  ])('P-38 is refused after %s', (_, overtake) => {
    const story = asked();
    story.passes(60_000);
    overtake(story);
    expect(confirms(story).refused).toHaveLength(1);
    expect(story.person.permission.consents.every((each) => each.grant === null)).toBe(true);
  });

  test('P-38 still grants the topics that no withdrawal overtook', () => {
    const story = asked({ topics: ['offers', 'events'] });
    story.passes(60_000);
    story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    confirms(story);
    expect(story.evidence.at(-1)).toBe('consent.granted events');
    expect(isGranted(story)).toBe(false);
  });

  test('takes back its own mail where that has not left yet', () => {
    const story = asked();
    const { messageId } = story.message;
    confirms(story);
    expect(story.ends).toEqual(['skipped: trigger-void']);
    const before = story.person;
    expect(story.claim(messageId).person).toBe(before);
  });
});

describe('a redelivered request, when the ring of seen events knows it no more', () => {
  test.each<[string, (story: Story) => void]>([
    [
      'was confirmed and withdrawn',
      (story) => {
        confirms(story);
        story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
      },
    ],
    ['was cancelled', (story) => story.tell({ kind: 'not-me', requestId: 'r-1', at: story.now })],
    ['expired', (story) => story.passes(72 * HOUR)],
  ])('asks nothing again after it %s', (_, ends) => {
    const story = new Story(workspace(), nobodyYet());
    const request = event({ type: 'subscription.requested', properties: requested(), requestId: 'r-1' });
    story.tell(request);
    ends(story);
    story.person = { ...story.person, seen: [] };
    expect(story.tell(request).effects).toEqual([]);
    expect(story.person.permission.requests).toEqual([]);
  });

  test('asks nothing when it comes for the first time after its time is over', () => {
    const story = new Story(workspace(), nobodyYet());
    story.passes(72 * HOUR);
    const late = event({ type: 'subscription.requested', properties: requested(), requestId: 'r-1', occurredAt: NOON });
    expect(story.tell(late).ledger).toEqual([]);
    expect(story.effects).toEqual([]);
  });
});

describe('the confirmation mail', () => {
  test.each<[string, (story: Story) => void, string]>([
    [
      'P-38 a withdrawal',
      (story) => story.event('consent.withdrawn', { properties: { all: true, method: 'phone' } }),
      'trigger-void',
    ],
    [
      'a changed address',
      (story) => story.event('profile.changed', { traits: { email: newAddress.email }, address: newAddress }),
      'trigger-void',
    ],
    ['P-39 a hard bounce', (story) => story.hears({ type: 'bounce', bounceType: 'Permanent' }), 'hard-bounce'],
  ])('is not sent after %s', (_, overtake, reason) => {
    const story = asked();
    const { messageId } = story.message;
    overtake(story);
    story.claim(messageId);
    expect(story.ends).toEqual([`skipped: ${reason}`]);
  });

  test('P-39 goes to somebody who had stopped everything: the person may come back', () => {
    const story = asked({}, ann({ permission: { ...ann().permission, stoppedAt: NOON - DAY } }));
    expect(story.message.status).toBe('queued');
  });

  test('follows "it was not me" into nothing, and the cancellation is told', () => {
    const story = asked();
    story.tell({ kind: 'not-me', requestId: 'r-1', at: story.now });
    expect(story.ends).toEqual(['skipped: trigger-void']);
    expect(story.evidence).toEqual(['consent.requested offers', 'consent.cancelled offers']);
    expect(dueAtOf(story.person)).toBeNull();
  });
});

test('a request that nobody answers expires, is forgotten by the row and told in the ledger', () => {
  const story = asked();
  story.sendsAll();
  story.passes(72 * HOUR);
  expect(story.person.permission.requests).toEqual([]);
  expect(story.evidence).toEqual(['consent.requested offers', 'consent.expired offers']);
  expect(dueAtOf(story.person)).toBeNull();
});

describe('stop everything', () => {
  const stopped = () => {
    const story = new Story();
    story.tell({ kind: 'withdrawal', id: 'u-1', topic: null, at: story.now, method: 'one-click' });
    story.passes(HOUR);
    return story;
  };

  test('is lifted by a confirmation, for the topics asked for alone', () => {
    const story = stopped();
    story.event('subscription.requested', { properties: requested({ topics: ['events'] }), requestId: 'r-2' });
    story.sendsAll();
    story.passes(60_000);
    confirms(story, 'r-2');
    story.cartLeft();
    expect(story.ends.at(-1)).toBe('skipped: consent-withdrawn');
  });

  test('is not lifted by a recorded consent', () => {
    const story = stopped();
    story.event('consent.recorded', { properties: recorded({ grantedAt: new Date(story.now).toISOString() }) });
    story.cartLeft();
    expect(story.ends.at(-1)).toBe('skipped: unsubscribed-all');
  });

  test('is lifted by a confirmation even where a consent was recorded since: asking is the way back', () => {
    const story = stopped();
    story.event('consent.recorded', { properties: recorded({ grantedAt: new Date(story.now).toISOString() }) });
    story.passes(HOUR);
    story.event('subscription.requested', { properties: requested(), requestId: 'r-2' });
    expect(story.message.template).toBe('_system/confirmation');
    story.passes(60_000);
    confirms(story, 'r-2');
    expect(isGranted(story)).toBe(true);
  });

  test('P-44 that arrives late and is older than a confirmation does not stop what was confirmed', () => {
    const story = asked();
    story.passes(HOUR);
    confirms(story);
    story.tell({ kind: 'withdrawal', id: 'late', topic: null, at: NOON - HOUR, method: 'import' });
    expect(isGranted(story)).toBe(true);
    expect(story.evidence).toContain('consent.withdrawn *');
  });

  test('is told once, and once for each topic that it ends', () => {
    const story = stopped();
    story.tell({ kind: 'withdrawal', id: 'u-2', topic: null, at: story.now, method: 'one-click' });
    story.tell({ kind: 'withdrawal', id: 'u-2', topic: null, at: story.now, method: 'one-click' });
    expect(story.evidence).toEqual(['consent.withdrawn *', 'consent.withdrawn offers']);
  });
});

describe('a consent recorded before there is an address', () => {
  const early = () => {
    const story = new Story(workspace(), stranger());
    story.event('consent.recorded', { properties: recorded() });
    return story;
  };

  test('P-51 binds to the first one', () => {
    const story = early();
    story.event('profile.changed', {
      traits: { email: annsAddress.email, timeZone: 'Europe/Berlin' },
      address: annsAddress,
    });
    story.cartLeft();
    expect(story.orders).toHaveLength(1);
  });

  test('P-51 and not to the second', () => {
    const story = early();
    story.event('profile.changed', { traits: { email: annsAddress.email }, address: annsAddress });
    story.passes(HOUR);
    story.event('profile.changed', { traits: { email: newAddress.email }, address: newAddress });
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: no-consent']);
  });
});
