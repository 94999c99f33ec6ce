import { describe, expect, test } from 'vitest';
import type { Feedback } from '../../shared/events/feedback.ts';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { campaign, newAddress, requested, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

const soft: Partial<Feedback> = { type: 'bounce', bounceType: 'Transient', bounceSubType: 'MailboxFull' };

function days(...offsets: readonly number[]): Story {
  const story = new Story();
  const start = story.now;
  for (const offset of offsets) {
    story.now = start + offset * DAY;
    story.hears({ messageId: `m-${offset}`, ...soft });
  }
  return story;
}

function carts(story: Story): string | undefined {
  story.cartLeft(`k-${story.now}`);
  story.sendsAll();
  return story.ends.at(-1);
}

describe('soft bounces (table 1.4)', () => {
  test.each<[string, readonly number[], boolean]>([
    ['one', [0], false],
    ['two days', [0, 1], false],
    ['three on one day', [0, 0.1, 0.2], false],
    ['three days within 14', [0, 7, 14], true],
    ['three days within 15', [0, 7, 15], false],
    ['three days in a row', [0, 1, 2], true],
  ])('P-82 %s', (_, offsets, rests) => {
    const story = days(...offsets);
    expect(carts(story)).toBe(rests ? 'skipped: soft-quarantine' : 'sent');
  });

  test('P-82 the address rests for seven days and not longer', () => {
    const story = days(0, 1, 2);
    const last = story.now;
    story.now = last + 7 * DAY - MINUTE;
    expect(carts(story)).toBe('skipped: soft-quarantine');
    story.now = last + 7 * DAY + HOUR;
    expect(carts(story)).toBe('sent');
  });

  test('P-82 the rest is for every class, confirmations included', () => {
    const story = days(0, 1, 2);
    story.workspace = workspace({ campaigns: [campaign(), transactional()] });
    story.event('order.placed');
    story.event('subscription.requested', { properties: requested({ topics: ['events'] }), requestId: 'r-1' });
    expect(story.ends).toEqual(['skipped: soft-quarantine', 'skipped: soft-quarantine']);
  });

  test('P-82 a delivery clears them, also one that is told before the bounces it followed', () => {
    const deliver = (story: Story) => story.hears({ messageId: 'm-known', type: 'delivery', at: story.now });
    const known = () => {
      const story = new Story();
      story.cartLeft();
      const { messageId } = story.message;
      story.sendsAll();
      const recent = story.person.recent.map((each) =>
        each.messageId === messageId ? { ...each, messageId: 'm-known' } : each,
      );
      story.person = { ...story.person, recent };
      return story;
    };
    const inOrder = known();
    const start = inOrder.now;
    for (const day of [0, 1, 2]) inOrder.hears({ messageId: 'x', ...soft, at: start + day * DAY });
    inOrder.now = start + 3 * DAY;
    deliver(inOrder);
    const shuffled = known();
    shuffled.now = start + 3 * DAY;
    deliver(shuffled);
    for (const day of [2, 0, 1]) shuffled.hears({ messageId: 'x', ...soft, at: start + day * DAY });
    for (const story of [inOrder, shuffled]) {
      expect(story.person.softBounces).toEqual([]);
      expect(carts(story)).toBe('sent');
    }
  });

  test('P-81 in every order, and each of it twice, count the same', () => {
    const story = new Story();
    const moments = [0, 3 * DAY, 20 * DAY, 21 * DAY].map((each) => story.now + each);
    const told = [moments, moments.toReversed(), [...moments, ...moments]].map((order) => {
      const one = new Story();
      for (const at of order) one.hears({ messageId: 'x', ...soft, at });
      return one.person.softBounces;
    });
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
  });

  test('of the former address do not rest the new one', () => {
    const story = days(0, 1, 2);
    story.event('profile.changed', { traits: { email: newAddress.email }, address: newAddress });
    expect(story.person.softBounces).toEqual([]);
  });

  test('a fault of the content is none of the address', () => {
    const story = new Story();
    for (const day of [0, 1, 2])
      story.hears({ ...soft, bounceSubType: 'ContentRejected', messageId: 'x', at: story.now + day * DAY });
    expect(story.person.softBounces).toEqual([]);
  });

  test('is told in the log of its message, once', () => {
    const story = new Story();
    story.cartLeft();
    const { messageId } = story.message;
    story.sendsAll();
    const { effects } = story.hears({ messageId, ...soft });
    expect(effects).toMatchObject([{ type: 'message-feedback', status: 'soft-bounced', messageId }]);
    const before = story.person;
    expect(story.hears({ messageId, ...soft }).person).toBe(before);
    expect(story.ends).toEqual(['sent: soft-bounced']);
  });
});

describe('an address that SES’s validation refused (EmailValidationSuppressed)', () => {
  const refused: Partial<Feedback> = {
    type: 'bounce',
    bounceType: 'Permanent',
    bounceSubType: 'EmailValidationSuppressed',
  };

  test('P-82 gets no marketing, and is not suppressed: its transactional mail goes on', () => {
    const story = new Story(workspace({ campaigns: [campaign(), transactional()] }));
    story.hears(refused);
    story.event('order.placed');
    story.sendsAll();
    expect(story.ends).toEqual(['sent']);
    expect(carts(story)).toBe('skipped: unverified');
    expect(story.person.suppression).toBeNull();
  });

  test('P-82 is proved by a delivery', () => {
    const story = new Story(workspace({ campaigns: [campaign(), transactional()] }));
    story.hears(refused);
    story.event('order.placed');
    const { messageId } = story.message;
    story.sendsAll();
    story.hears({ type: 'delivery', messageId });
    expect(carts(story)).toBe('sent');
  });

  test('P-82 is proved by a new confirmation', () => {
    const story = new Story();
    story.hears(refused);
    story.passesUnswept(MINUTE);
    story.event('subscription.requested', { properties: requested({ topics: ['events'] }), requestId: 'r-1' });
    story.sendsAll();
    story.tell({ kind: 'confirmation', requestId: 'r-1', at: story.now, ip: null, userAgent: null });
    expect(carts(story)).toBe('sent');
  });

  test('P-82 its message was not sent', () => {
    const story = new Story();
    story.cartLeft();
    const { messageId } = story.message;
    story.sendsAll();
    story.hears({ ...refused, messageId });
    expect(story.ends).toEqual(['failed: unverified']);
  });
});

test('P-75, P-82 a mail that SES’s own list held back was no bounce and no complaint', () => {
  for (const held of [
    { type: 'bounce', bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' },
    { type: 'complaint', complaintSubType: 'OnAccountSuppressionList' },
  ] as const) {
    const story = new Story();
    story.cartLeft();
    const { messageId } = story.message;
    story.sendsAll();
    story.hears({ ...held, messageId });
    expect(story.ends).toEqual(['failed: ses-suppressed']);
    expect(story.person.suppression?.reason).toBe(held.type === 'bounce' ? 'hard-bounce' : 'complaint');
    expect(story.person.permission.stoppedAt).toBeNull();
  }
});

test('P-82 a delay is told in the log of its message and moves nothing', () => {
  const story = new Story();
  story.cartLeft();
  const { messageId } = story.message;
  story.sendsAll();
  const { effects } = story.hears({ type: 'delivery-delay', delayType: 'SpamDetected', messageId });
  expect(effects).toMatchObject([{ type: 'message-feedback', status: 'delayed', messageId }]);
  expect(story.ends).toEqual(['sent']);
});
