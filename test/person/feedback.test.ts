import { describe, expect, test } from 'vitest';
import type { Feedback } from '../../shared/events/feedback.ts';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import { ANNS, campaign, NOON, newAddress, transactional, workspace } from './making.ts';
import { Story } from './story.ts';

type Heard = Partial<Feedback>;
const delivery: Heard = { type: 'delivery' };
const delay: Heard = { type: 'delivery-delay' };
const bounce: Heard = { type: 'bounce', bounceType: 'Permanent', bounceSubType: 'General' };
const soft: Heard = { type: 'bounce', bounceType: 'Transient', bounceSubType: 'MailboxFull' };
const complaint: Heard = { type: 'complaint', complaintFeedbackType: 'abuse' };
const notSpam: Heard = { type: 'complaint', complaintFeedbackType: 'not-spam' };
const reject: Heard = { type: 'reject' };

function called(): { story: Story; messageId: string } {
  const story = new Story();
  story.cartLeft();
  const { messageId } = story.message;
  story.claim(messageId);
  story.passesUnswept(MINUTE);
  return { story, messageId };
}

function sent(): { story: Story; messageId: string } {
  const { story, messageId } = called();
  story.outcome(messageId, { outcome: 'sent', sesMessageId: 's' });
  return { story, messageId };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

describe('feedback on a message that was sent', () => {
  test.each<[string, Heard, string]>([
    ['a delivery', delivery, 'delivered'],
    ['a hard bounce', bounce, 'bounced'],
    ['a complaint', complaint, 'complained'],
    ['a reject', reject, 'failed'],
    ['a rendering failure', { type: 'rendering-failure' }, 'failed'],
    ['a soft bounce', soft, 'sent'],
    ['an undetermined bounce', { type: 'bounce', bounceType: 'Undetermined' }, 'sent'],
    ['a delay', delay, 'sent'],
    ['"not spam"', notSpam, 'sent'],
    ['an open', { type: 'open' }, 'sent'],
    ['a click', { type: 'click' }, 'sent'],
  ])('%s leaves it %s', (_, heard, status) => {
    const { story, messageId } = sent();
    story.hears({ messageId, ...heard });
    expect(story.person.recent).toMatchObject([{ messageId, status }]);
  });

  test('moves its log row on, once', () => {
    const { story, messageId } = sent();
    const logAt = story.now;
    story.passesUnswept(HOUR);
    const first = story.hears({ messageId, ...delivery });
    expect(first.effects).toEqual([
      { type: 'message-feedback', messageId, logAt, status: 'delivered', at: story.now, campaign: 'cart-abandoned' },
    ]);
    const before = story.person;
    expect(story.hears({ messageId, ...delivery }).person).toBe(before);
  });

  test.each([
    [[delivery, complaint], 'complained'],
    [[delivery, bounce, complaint], 'complained'],
    [[delivery, bounce], 'bounced'],
    [[delay, delivery, notSpam], 'delivered'],
    [[reject, delay], 'failed'],
  ])('P-81 in every order, and each of it twice, ends the same: %#', (heard, status) => {
    for (const order of permutations(heard)) {
      const { story, messageId } = sent();
      for (const each of [...order, ...order]) story.hears({ messageId, ...each });
      expect(story.person.recent).toMatchObject([{ status }]);
    }
  });

  test('P-23 opens and clicks are dropped before anything is stored', () => {
    const { story, messageId } = sent();
    const before = story.person;
    expect(story.hears({ messageId, type: 'open' }).person).toBe(before);
    expect(story.hears({ messageId, type: 'click' }).person).toBe(before);
  });
});

describe('feedback that comes before the outcome', () => {
  test.each<[string, Heard, string]>([
    ['a delivery', delivery, 'delivered'],
    ['a hard bounce', bounce, 'bounced'],
    ['a complaint', complaint, 'complained'],
    ['a delay', delay, 'sent'],
    ['a reject', reject, 'failed: rejected-by-ses'],
  ])('%s ends the message, and the outcome changes nothing any more', (_, heard, end) => {
    const { story, messageId } = called();
    story.hears({ messageId, ...heard });
    expect(story.ends).toEqual([end]);
    const before = story.person;
    expect(story.outcome(messageId, { outcome: 'sent', sesMessageId: 's' }).person).toBe(before);
    expect(story.person.enrollments).toEqual([]);
  });

  test('tells what spoke for the mail all the same (P-55)', () => {
    const { story, messageId } = called();
    story.hears({ messageId, ...delivery });
    expect(story.log.at(-1)?.trace.map((line) => line.gate)).toEqual(['class', 'consent']);
  });

  test.each<[string, Heard, string]>([
    ['a delivery', delivery, 'delivered'],
    ['a delay', delay, 'sent'],
    ['a soft bounce', soft, 'sent'],
  ])('%s resolves an unknown', (_, heard, status) => {
    const { story, messageId } = called();
    story.outcome(messageId, { outcome: 'unknown', error: 'ETIMEDOUT' });
    story.hears({ messageId, ...heard });
    expect(story.person.recent).toMatchObject([{ status }]);
  });

  test('a message that SES was never called for has no events', () => {
    const story = new Story();
    story.cartLeft();
    const { message } = story;
    story.hears({ messageId: message.messageId, ...delivery });
    expect(story.message).toBe(message);
    expect(story.ends).toEqual([]);
  });
});

describe('what feedback says of the address (P-82)', () => {
  test.each<[string, Heard, string | null]>([
    ['Permanent General', bounce, 'hard-bounce'],
    ['Permanent NoEmail', { ...bounce, bounceSubType: 'NoEmail' }, 'hard-bounce'],
    ['Permanent Suppressed', { ...bounce, bounceSubType: 'Suppressed' }, 'hard-bounce'],
    [
      'Permanent OnAccountSuppressionList, mirrored',
      { ...bounce, bounceSubType: 'OnAccountSuppressionList' },
      'hard-bounce',
    ],
    ['Permanent of a subtype nobody knows', { ...bounce, bounceSubType: 'Whatever' }, 'hard-bounce'],
    ['Permanent UnsubscribedRecipient', { ...bounce, bounceSubType: 'UnsubscribedRecipient' }, null],
    ['Permanent EmailValidationSuppressed', { ...bounce, bounceSubType: 'EmailValidationSuppressed' }, null],
    ['Transient', soft, null],
    ['Undetermined', { type: 'bounce', bounceType: 'Undetermined' }, null],
    ['complaint abuse', complaint, 'complaint'],
    ['complaint fraud', { ...complaint, complaintFeedbackType: 'fraud' }, 'complaint'],
    ['complaint without a type', { ...complaint, complaintFeedbackType: null }, 'complaint'],
    ['complaint not-spam', notSpam, null],
    ['complaint auth-failure', { ...complaint, complaintFeedbackType: 'auth-failure' }, null],
    ['complaint virus', { ...complaint, complaintFeedbackType: 'virus' }, null],
    ['delay', delay, null],
  ])('P-82 %s', (_, heard, reason) => {
    const { story, messageId } = sent();
    story.hears({ messageId, ...heard });
    expect(story.person.suppression?.reason ?? null).toBe(reason);
  });

  test('a hard bounce stops every class, marketing and transactional', () => {
    const story = new Story(workspace({ campaigns: [campaign(), transactional()] }));
    story.hears(bounce);
    story.cartLeft();
    story.event('order.placed');
    expect(story.ends).toEqual(['skipped: hard-bounce', 'skipped: hard-bounce']);
  });

  test('P-50 a complaint withdraws everything, once', () => {
    const { story, messageId } = sent();
    story.hears({ messageId, ...complaint });
    story.hears({ messageId, ...complaint });
    expect(story.evidence).toEqual(['consent.withdrawn *', 'consent.withdrawn offers']);
    expect(story.person.permission.stoppedAt).toBe(story.now);
  });

  test('P-39 a complaint stops confirmation mail too', () => {
    const { story, messageId } = sent();
    story.hears({ messageId, ...complaint });
    story.passes(DAY);
    story.event('subscription.requested', {
      properties: { topics: ['offers'], text: 'Yes', method: 'web-form' },
      requestId: 'r-1',
    });
    expect(story.ends.at(-1)).toBe('skipped: complaint');
  });

  test('P-82 an opt-out that only SES knows of is an opt-out from the topic', () => {
    const { story, messageId } = sent();
    story.hears({ messageId, ...bounce, bounceSubType: 'UnsubscribedRecipient' });
    expect(story.evidence).toEqual(['consent.withdrawn offers']);
    story.cartLeft('again');
    expect(story.ends.at(-1)).toBe('skipped: topic-opted-out');
  });

  test.each([
    ['a hard bounce', bounce],
    ['a complaint', complaint],
  ] as const)('%s of the address before leaves the new one free, and still tells of its message', (_, heard) => {
    const { story, messageId } = sent();
    story.event('profile.changed', { traits: { email: newAddress.email }, address: newAddress });
    story.hears({ messageId, address: ANNS, ...heard });
    expect(story.person.suppression).toBeNull();
    expect(story.person.permission.stoppedAt).toBeNull();
    expect(['bounced', 'complained']).toContain(story.person.recent[0]?.status);
  });

  test('a new address forgets what was said of the former one', () => {
    const story = new Story();
    story.hears(bounce);
    story.event('profile.changed', { traits: { email: newAddress.email }, address: newAddress });
    expect(story.person.suppression).toBeNull();
  });
});

test('feedback on a message from long ago is no trouble', () => {
  const story = new Story();
  const before = story.person;
  expect(story.hears({ messageId: 'm-forgotten', at: NOON, ...delivery }).person).toBe(before);
});
