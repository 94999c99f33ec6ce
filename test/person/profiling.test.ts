import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../shared/kernel/instants.ts';
import type { CampaignDefinition } from '../../shared/workspace/campaign-definition.ts';
import { ann, campaign, grant, NOON, recorded, send, traits, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

const remembering = (campaigns: readonly CampaignDefinition[] = [campaign()]) =>
  workspace({ events: { 'order.placed': { remember: true } }, campaigns });

function ordering(story = new Story(remembering())): Story {
  story.event('order.placed');
  story.event('order.placed');
  return story;
}

const counted = (story: Story) => story.person.counters['order.placed']?.count ?? 0;

const objections: readonly (readonly [string, (story: Story) => unknown])[] = [
  ['stopped everything', (story) => story.event('consent.withdrawn', { properties: { all: true, method: 'phone' } })],
  [
    'left the one topic',
    (story) => story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } }),
  ],
  [
    'pressed unsubscribe',
    (story) => story.tell({ kind: 'withdrawal', id: 'w', topic: null, at: story.now, method: 'one-click' }),
  ],
  [
    'complained',
    (story) => {
      story.cartLeft();
      const { messageId } = story.message;
      story.sendsAll();
      story.hears({ type: 'complaint', messageId });
    },
  ],
];

describe('P-50 the counters of somebody who', () => {
  test.each(objections)('%s are forgotten, and count no more', (_, objects) => {
    const story = ordering();
    expect(counted(story)).toBe(2);
    story.passes(MINUTE);
    objects(story);
    expect(story.person.counters).toEqual({});
    const before = story.person;
    story.event('order.placed');
    expect(story.person).toBe(before);
  });

  test('agrees again later start from nothing', () => {
    const story = ordering();
    story.passes(MINUTE);
    story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    story.passes(MINUTE);
    story.event('consent.recorded', { properties: recorded({ grantedAt: new Date(story.now).toISOString() }) });
    story.event('order.placed');
    expect(counted(story)).toBe(1);
  });

  test('left one topic of two, or never agreed to any, stay: that is no objection', () => {
    const two = ann();
    const second = { topic: 'events', purpose: 'marketing.email', grant: grant(), withdrawnAt: null } as const;
    const permission = { ...two.permission, consents: [...two.permission.consents, second] };
    const story = ordering(new Story(remembering(), { ...two, permission }));
    story.event('consent.withdrawn', { properties: { topics: ['offers'], method: 'phone' } });
    story.event('order.placed');
    expect(counted(story)).toBe(3);
    const unasked = ordering(new Story(remembering(), { ...two, permission: { ...two.permission, consents: [] } }));
    expect(counted(unasked)).toBe(2);
  });

  test('objected are not there for any condition, and a mail of a contract comes all the same', () => {
    const often = { events: { 'order.placed': { count: [{ numeric: ['>', 1] }] } } };
    const shaped = [transactional({ id: 'receipt', steps: [send('order')] }), campaign({ audience: often })];
    const story = ordering(new Story(remembering(shaped)));
    story.passes(MINUTE);
    story.event('consent.withdrawn', { properties: { all: true, method: 'phone' } });
    story.event('order.placed');
    story.cartLeft();
    expect(story.person.enrollments.map((each) => each.campaign)).not.toContain('cart-abandoned');
    expect(story.person.messages.map((each) => each.template)).toContain('order');
  });
});

describe('P-104 the counters of a known minor', () => {
  test('are forgotten with the birthday, and count no more', () => {
    const story = ordering();
    story.event('profile.updated', { traits: { birthday: '2012-04-01' } });
    expect(story.person.counters).toEqual({});
    story.event('order.placed');
    expect(counted(story)).toBe(0);
  });

  test('begin with the birthday that ends it', () => {
    const born = traits({ timeZone: 'Europe/Berlin', birthday: '2008-11-19' });
    const story = new Story(remembering(), ann({ traits: born }), NOON);
    story.event('order.placed');
    expect(counted(story)).toBe(0);
    story.passes(DAY);
    story.event('order.placed');
    expect(counted(story)).toBe(1);
  });
});
