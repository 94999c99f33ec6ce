import { expect, test } from 'vitest';
import { ann, consent } from './making.ts';
import { Story } from './story.ts';

const both = () => {
  const { permission } = ann();
  return ann({ permission: { ...permission, consents: [consent(), consent({ topic: 'events' })] } });
};

/** A mail about offers has gone out. */
function sent(): { story: Story; messageId: string } {
  const story = new Story(undefined, both());
  story.cartLeft();
  const { messageId } = story.message;
  story.sendsAll();
  return { story, messageId };
}

test('P-89 an opt-out that SES tells is one from the topic of the mail', () => {
  const { story, messageId } = sent();
  story.hears({ type: 'subscription', messageId });
  expect(story.evidence).toEqual(['consent.withdrawn offers']);
  story.cartLeft('k-2');
  expect(story.ends.at(-1)).toBe('skipped: topic-opted-out');
});

test('P-89 an opt-out from everything stops everything', () => {
  const { story, messageId } = sent();
  story.hears({ type: 'subscription', messageId, unsubscribeAll: true });
  story.cartLeft('k-2');
  expect(story.ends.at(-1)).toBe('skipped: unsubscribed-all');
});

test('P-89 of a mail that nobody remembers it stops everything: the careful side', () => {
  const { story } = sent();
  story.hears({ type: 'subscription', messageId: 'long-ago' });
  story.cartLeft('k-2');
  expect(story.ends.at(-1)).toBe('skipped: unsubscribed-all');
});

test('P-89 of an address that the person has left it says nothing', () => {
  const { story, messageId } = sent();
  const before = story.person;
  story.hears({ type: 'subscription', messageId, address: 'hmac-of-old', unsubscribeAll: true });
  expect(story.person.permission).toBe(before.permission);
});
