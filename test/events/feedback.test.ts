import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTag, encodeTag, feedbackSchema, feedbackTypes } from '../../shared/events/feedback.ts';
import { subscribeRequestSchema } from '../../shared/events/requests.ts';

// As the rule's transformer writes it: every scalar quoted, an absent one empty.
const heard = {
  heed: 'feedback',
  type: 'bounce',
  id: 'f-1',
  at: '2026-11-21T10:00:00.000Z',
  sendId: 'm-1',
  profileId: 'c-42',
  address: 'hmac',
  bounceType: 'Permanent',
  bounceSubType: '',
  complaintFeedbackType: '',
  complaintSubType: '',
  userAgent: '',
};

describe('feedback', () => {
  test('is read with empty texts as absent', () => {
    expect(feedbackSchema.parse(heard)).toMatchObject({
      type: 'bounce',
      id: 'f-1',
      at: Date.parse(heard.at),
      messageId: 'm-1',
      profileId: 'c-42',
      address: 'hmac',
      bounceType: 'Permanent',
      bounceSubType: null,
      complaintFeedbackType: null,
      complaintSubType: null,
      delayType: null,
      userAgent: null,
      link: null,
      settled: false,
    });
  });

  test('P-57 of a click keeps no more of the link than a hash of host and path', () => {
    const click = { ...heard, type: 'click', link: 'https://acme.example/sale?mail=ann@example.org#ann' };
    const { link } = feedbackSchema.parse(click);
    expect(link).toMatch(/^[A-Za-z0-9_-]{8}$/);
    expect(feedbackSchema.parse({ ...click, link: 'https://acme.example/sale' }).link).toBe(link);
    expect(feedbackSchema.parse({ ...click, link: 'https://acme.example/other' }).link).not.toBe(link);
    expect(feedbackSchema.parse({ ...click, link: 'no address' }).link).not.toBeNull();
  });

  test.each(feedbackTypes)('of type %s is known', (type) => {
    expect(feedbackSchema.safeParse({ ...heard, type }).success).toBe(true);
  });

  test.each([
    ['without our tags', { sendId: '' }],
    ['of a type nobody knows', { type: 'send' }],
    ['without a time', { at: '' }],
    ['of somebody else', { heed: 'subscribe' }],
  ])('%s is refused', (_, differs) => {
    expect(feedbackSchema.safeParse({ ...heard, ...differs }).success).toBe(false);
  });
});

test('P-74 any profile id goes through a tag of SES letters and comes back', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_.:-]{1,128}$/), (profileId) => {
      const tag = encodeTag(profileId);
      expect(tag).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
      expect(decodeTag(tag)).toBe(profileId);
    }),
    { numRuns: 1_000 },
  );
});

describe('a sign-up from the pages', () => {
  const request = {
    heed: 'subscribe',
    requestId: 'AAAAAAAAAAAAAAAAAAAAAA',
    email: 'ann@example.org',
    topics: ['offers'],
    locale: 'en',
    text: 'Yes',
    form: { id: 'subscribe', version: '1' },
    ip: null,
    userAgent: null,
    for: null,
    at: '2026-11-21T10:00:00Z',
  };

  test('with its whole evidence is taken', () => {
    expect(subscribeRequestSchema.safeParse(request).success).toBe(true);
  });

  test.each<[string, object]>([
    ['P-28 an id of fewer than 128 bits', { requestId: 'short' }],
    ['P-40 no text', { text: '' }],
    ['no topic', { topics: [] }],
    ['no moment', { at: 'now' }],
    ['an address as the profile', { for: 'ann@example.org' }],
  ])('with %s is refused', (_, differs) => {
    expect(subscribeRequestSchema.safeParse({ ...request, ...differs }).success).toBe(false);
  });
});
