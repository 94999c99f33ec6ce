import { expect, test } from 'vitest';
import { consentState } from '../../shared/consent/consent-state.ts';
import { ANNS, ann, campaign, NOON, topic, workspace } from './making.ts';
import { Story } from './story.ts';

test('P-66 a new topic is off for everybody, also for whoever has all the others', () => {
  const story = new Story();
  story.workspace = workspace({
    topics: [topic('offers'), topic('events-abroad')],
    campaigns: [campaign({ topic: 'events-abroad' })],
  });
  expect(consentState(story.person.permission, 'events-abroad', ANNS, NOON)).toEqual({
    state: 'none',
    otherAddress: false,
  });
  story.cartLeft();
  expect(story.ends).toEqual(['skipped: no-consent']);
});

test('P-66 a topic whose meaning changed has a new id, and carries no consent over', () => {
  const story = new Story(
    workspace({ topics: [topic('offers-2')], campaigns: [campaign({ topic: 'offers-2' })] }),
    ann(),
  );
  story.cartLeft();
  expect(story.ends).toEqual(['skipped: no-consent']);
  story.workspace = workspace();
  story.cartLeft('k-2');
  expect(story.orders).toHaveLength(1);
});
