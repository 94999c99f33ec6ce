import { expect, test } from 'vitest';
import type { Feedback } from '../../shared/events/feedback.ts';
import { DAY, MINUTE } from '../../shared/kernel/instants.ts';
import { ANNS } from './making.ts';
import { Story } from './story.ts';

const bounce: Partial<Feedback> = { type: 'bounce', bounceType: 'Permanent', bounceSubType: 'General' };

function lift(story: Story): void {
  story.tell({ kind: 'lift', at: story.now, address: ANNS, reason: 'she wrote from it', by: 'support/eva' });
}

test('P-84 lifting makes a person writable again, with a human reason in the ledger', () => {
  const story = new Story();
  story.hears(bounce);
  story.passesUnswept(DAY);
  lift(story);
  expect(story.person.suppression).toBeNull();
  expect(story.ledger).toMatchObject([
    { kind: 'suppression.lifted', text: 'she wrote from it', source: 'support/eva', address: ANNS },
  ]);
  story.cartLeft();
  story.sendsAll();
  expect(story.ends).toEqual(['sent']);
});

test('P-84 what is told late of the time before stays lifted, a later bounce suppresses again', () => {
  const story = new Story();
  const bouncedAt = story.now;
  story.hears(bounce);
  story.passesUnswept(DAY);
  lift(story);
  story.hears({ ...bounce, at: bouncedAt });
  expect(story.person.suppression).toBeNull();
  story.passesUnswept(MINUTE);
  story.hears(bounce);
  expect(story.person.suppression).toMatchObject({ reason: 'hard-bounce', since: story.now });
});

test('P-84 lifting a complaint brings no permission back: only a confirmation does', () => {
  const story = new Story();
  story.hears({ type: 'complaint', complaintFeedbackType: 'abuse' });
  story.passesUnswept(DAY);
  lift(story);
  story.cartLeft();
  expect(story.ends).toEqual(['skipped: unsubscribed-all']);
});

test('P-84 a lift of another address changes nothing', () => {
  const story = new Story();
  story.hears(bounce);
  const before = story.person;
  story.tell({ kind: 'lift', at: story.now, address: 'hmac-of-another', reason: 'r', by: 'b' });
  expect(story.person).toBe(before);
});
