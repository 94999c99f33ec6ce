import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { Person } from '../../shared/person/person.ts';
import type { ReleaseContent } from '../../shared/workspace/definitions.ts';
import {
  ann,
  annsAddress,
  campaign,
  consent,
  grant,
  NOON,
  newAddress,
  settings,
  template,
  traits,
  transactional,
  workspace,
} from './making.ts';
import { Story } from './story.ts';

const { permission } = ann();
/** 21:00 in Berlin: the first instant of the night; it ends in eleven hours. */
const NIGHT = NOON + 8 * HOUR;

describe('at the moment a send is reached, the first gate that fails names the reason', () => {
  test.each<[string, Partial<Person>, Partial<ReleaseContent>, string]>([
    ['P-41 no consent', { permission: { ...permission, consents: [] } }, {}, 'no-consent'],
    [
      'P-41 a consent for another topic is none for this one',
      { permission: { ...permission, consents: [consent({ topic: 'events' })] } },
      {},
      'no-consent',
    ],
    [
      'P-41 a consent to tracking is none to marketing',
      { permission: { ...permission, consents: [consent({ topic: null, purpose: 'tracking.email' })] } },
      {},
      'no-consent',
    ],
    [
      'P-44 a withdrawal after the grant',
      { permission: { ...permission, consents: [consent({ withdrawnAt: NOON - DAY })] } },
      {},
      'topic-opted-out',
    ],
    [
      'P-44 a withdrawal at the very instant of the grant',
      { permission: { ...permission, consents: [consent({ withdrawnAt: NOON - 30 * DAY })] } },
      {},
      'topic-opted-out',
    ],
    [
      'P-47, P-48 an implied permission that has ended, also for a mail that asks to renew it',
      {
        traits: traits({ country: 'CA', timeZone: 'America/Toronto' }),
        permission: {
          ...permission,
          consents: [consent({ grant: grant({ basis: 'casl-inquiry', expiresAt: NOON }) })],
        },
      },
      {},
      'consent-expired',
    ],
    [
      'P-46 an express consent where the country is unknown',
      {
        traits: traits({}),
        permission: { ...permission, consents: [consent({ grant: grant({ basis: 'express' }) })] },
      },
      {},
      'no-consent',
    ],
    [
      'P-46, P-49 soft opt-in in Canada',
      {
        traits: traits({ country: 'CA', timeZone: 'America/Toronto' }),
        permission: { ...permission, consents: [consent({ grant: grant({ basis: 'soft-opt-in' }) })] },
      },
      {},
      'soft-opt-in-not-applicable',
    ],
    ['P-51 a consent bound to another address', { address: newAddress }, {}, 'no-consent'],
    ['stop everything', { permission: { ...permission, stoppedAt: NOON - DAY } }, {}, 'unsubscribed-all'],
    [
      'a stop that a confirmation lifted ended the grants before it',
      { permission: { ...permission, stoppedAt: NOON - 2 * DAY, resumedAt: NOON - DAY } },
      {},
      'consent-withdrawn',
    ],
    ['no address', { address: null }, {}, 'no-address'],
    ['a hard bounce', { suppression: { reason: 'hard-bounce', since: NOON } }, {}, 'hard-bounce'],
    ['a complaint', { suppression: { reason: 'complaint', since: NOON } }, {}, 'complaint'],
    ['the holdout', {}, { campaigns: [campaign({ holdout: 100 })] }, 'holdout'],
    [
      'permission comes before the holdout',
      { permission: { ...permission, consents: [] } },
      { campaigns: [campaign({ holdout: 100 })] },
      'no-consent',
    ],
    ['P-53 a template of the other class', {}, { templates: [template({ class: 'transactional' })] }, 'class-mismatch'],
    ['P-99 a template in no locale that fits', {}, { templates: [template({ parts: {} })] }, 'template-incomplete'],
  ])('%s', (_, person, content, reason) => {
    const story = new Story(workspace(content), ann(person));
    story.cartLeft();
    expect(story.ends).toEqual([`skipped: ${reason}`]);
    expect(story.orders).toEqual([]);
    expect(story.person.enrollments).toEqual([]);
    expect(story.log.at(-1)).toMatchObject({ kind: 'message', verdict: 'skipped', because: { reason } });
    expect(story.log.at(-1)?.trace.at(-1)).toMatchObject({ verdict: 'skip' });
  });

  test('a pending request is told apart from none', () => {
    const story = new Story(workspace(), ann({ permission: { ...permission, consents: [] } }));
    story.event('subscription.requested', {
      properties: { topics: ['offers'], text: 'Yes', method: 'web-form' },
      requestId: 'r-1',
    });
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: consent-pending']);
  });

  test('the holdout is sticky and takes its percent of people', () => {
    const space = workspace({ campaigns: [campaign({ holdout: 20 })] });
    const held = (profileId: string) => {
      const story = new Story(space, ann({ profileId }));
      story.cartLeft();
      return story.ends[0] === 'skipped: holdout';
    };
    const people = Array.from({ length: 500 }, (_, index) => `c-${index}`);
    const first = people.map(held);
    expect(people.map(held)).toEqual(first);
    expect(first.filter(Boolean).length).toBeGreaterThan(70);
    expect(first.filter(Boolean).length).toBeLessThan(130);
  });
});

describe('transactional mail', () => {
  const space = (differs = {}) => workspace({ campaigns: [transactional(differs)] });

  test.each<[string, Partial<Person>]>([
    ['without any consent', { permission: { ...permission, consents: [] } }],
    ['after stop everything', { permission: { ...permission, stoppedAt: NOON } }],
  ])('goes out %s', (_, person) => {
    const story = new Story(space(), ann(person));
    story.event('order.placed');
    expect(story.message.status).toBe('queued');
    expect(story.effects).toMatchObject([{ type: 'send', priority: true }]);
  });

  test('P-92 goes out at night', () => {
    const story = new Story(space(), ann(), NIGHT);
    story.event('order.placed');
    expect(story.message.status).toBe('queued');
  });

  test('does not go to an address that bounced for good', () => {
    const story = new Story(space(), ann({ suppression: { reason: 'hard-bounce', since: NOON } }));
    story.event('order.placed');
    expect(story.ends).toEqual(['skipped: hard-bounce']);
  });

  test('P-53 must be earned by the template too', () => {
    const story = new Story(workspace({ campaigns: [transactional()], templates: [template({ id: 'order' })] }));
    story.event('order.placed');
    expect(story.ends).toEqual(['skipped: class-mismatch']);
  });
});

describe('quiet hours (P-92)', () => {
  test('hold a message until their end and tell so', () => {
    const story = new Story(workspace(), ann(), NIGHT);
    story.cartLeft();
    const until = Date.parse('2026-11-19T07:00:00Z');
    expect(story.message).toMatchObject({ status: 'held', notBefore: until, because: { reason: 'quiet-hours' } });
    expect(story.orders).toEqual([]);
    expect(story.log).toMatchObject([
      { kind: 'decision', verdict: 'hold', until, because: { reason: 'quiet-hours', zone: 'Europe/Berlin' } },
    ]);
  });

  test('the wake-up sends', () => {
    const story = new Story(workspace(), ann(), NIGHT);
    story.cartLeft();
    story.passes(11 * HOUR - MINUTE);
    expect(story.message.status).toBe('held');
    story.passes(MINUTE);
    expect(story.sendsAll()).toBe(1);
    expect(story.ends).toEqual(['sent']);
  });

  test('the wake-up asks again: a withdrawal in the night is heard', () => {
    const story = new Story(workspace(), ann(), NIGHT);
    story.cartLeft();
    story.passes(HOUR);
    story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    story.passes(DAY);
    expect(story.ends).toEqual(['skipped: topic-opted-out']);
    expect(story.orders).toEqual([]);
  });

  test('P-93 are asked at the claim too: a queue that is late into the night waits for the morning', () => {
    const story = new Story();
    story.cartLeft();
    story.passesUnswept(9 * HOUR);
    story.claim(story.message.messageId);
    expect(story.message).toMatchObject({ status: 'held', claim: null, notBefore: Date.parse('2026-11-19T07:00:00Z') });
  });

  test('P-100 a hold that would expire is refused now, never sent late', () => {
    const story = new Story(workspace({ campaigns: [campaign({ sendWithin: 11 * HOUR })] }), ann(), NIGHT);
    story.cartLeft();
    expect(story.ends).toEqual(['skipped: expired']);
  });

  test('P-100 one minute more and it waits', () => {
    const story = new Story(workspace({ campaigns: [campaign({ sendWithin: 11 * HOUR + MINUTE })] }), ann(), NIGHT);
    story.cartLeft();
    expect(story.message.status).toBe('held');
  });

  test('P-94 an unknown place is written to from 10:00 to 17:00 of the settings zone', () => {
    const nowhere = ann({ traits: traits({ email: annsAddress.email }) });
    const story = new Story(workspace(), nowhere, Date.parse('2026-11-18T16:00:00Z'));
    story.cartLeft();
    expect(story.message.notBefore).toBe(Date.parse('2026-11-19T09:00:00Z'));
  });

  test('can be switched off', () => {
    const always = { ...settings, quietHours: { from: 0, to: 0 } };
    const story = new Story(workspace({ settings: always }), ann({ traits: {} }), NIGHT);
    story.cartLeft();
    expect(story.message.status).toBe('queued');
  });
});

test('P-51 a changed address carries no consent over, and a grant for the new one counts', () => {
  const story = new Story();
  story.event('profile.changed', { traits: { email: newAddress.email }, address: newAddress });
  expect(story.effects).toMatchObject([
    { type: 'address-left', address: annsAddress.hmac },
    { type: 'address-held', address: newAddress.hmac, since: NOON },
    { type: 'evidence', at: NOON },
  ]);
  story.cartLeft('a');
  expect(story.log.at(-1)?.because).toMatchObject({ reason: 'no-consent', grantedFor: 'another address' });
  const renewed = ann({
    address: newAddress,
    permission: { ...permission, consents: [consent({ grant: grant({ address: newAddress.hmac }) })] },
  });
  const after = new Story(workspace(), renewed);
  after.cartLeft('a');
  expect(after.orders).toHaveLength(1);
});

test('of two addresses said at one instant the one taken last wins, and the trait always says the same as the address', () => {
  const said = [annsAddress, newAddress].map((address, index) => ({
    kind: 'event' as const,
    type: 'profile.changed',
    eventId: `p-${index}`,
    occurredAt: NOON,
    properties: {},
    traits: { email: address.email, [`seen${index}`]: true },
    address,
  }));
  const told = (events: typeof said) => {
    const story = new Story(workspace(), ann({ address: null, traits: {} }));
    for (const event of events) story.tell(event);
    return [story.person.address?.email, story.person.traits.email?.value];
  };
  expect(told(said)).toEqual([newAddress.email, newAddress.email]);
  expect(told(said.toReversed())).toEqual([annsAddress.email, annsAddress.email]);
});
