import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rowsOfFile } from './rows-of.ts';

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
const WORDS = ['--topic', 'offers', '--text', 'Yes, send me offers.'];
const ALL = [
  ...WORDS,
  '--basis',
  'express',
  '--method',
  'web-form',
  '--source',
  'shop database',
  '--granted-at',
  '2024-03-01',
];

describe('the mailchimp preset', () => {
  const subscribed = (...args: string[]) =>
    rowsOfFile(fixture('subscribed_members.csv'), ['--preset', 'mailchimp', ...args]);

  it('P-45 takes request and confirmation with their IPs as a double opt-in, the form alone as express, and neither as no proof', async () => {
    const rows = await subscribed(...WORDS);
    expect(rows).toMatchObject([
      {
        kind: 'granted',
        profileId: 'mailchimp-ann00euid',
        events: [
          {
            type: 'consent.recorded',
            properties: {
              basis: 'express-doi',
              grantedAt: '2024-03-01T10:05:00.000Z',
              method: 'mailchimp-double-opt-in',
              source: 'mailchimp export subscribed_members.csv',
              ip: '192.0.2.7',
            },
          },
        ],
      },
      { kind: 'granted', events: [{ properties: { basis: 'express', method: 'mailchimp-form' } }] },
      { reason: 'no-evidence', field: 'consent.basis' },
    ]);
  });

  it('P-45 imports facts alone while nobody said what people were shown', async () => {
    expect(await subscribed()).toMatchObject(
      Array.from({ length: 3 }, () => ({ kind: 'facts', check: null, events: [{ type: 'profile.imported' }] })),
    );
    expect((await subscribed())[0]).toMatchObject({
      events: [{ traits: { email: 'ann@example.org', firstName: 'Ann', country: 'DE', timeZone: 'Europe/Berlin' } }],
    });
  });

  it.each([
    ['unsubscribed_members.csv', { method: 'mailchimp-unsubscribed', at: '2025-02-01T08:00:00.000Z' }],
    ['cleaned_members.csv', { method: 'mailchimp-cleaned', at: '2025-02-02T08:00:00.000Z' }],
  ])('withdraws everything for %s, whatever else is said', async (name, said) => {
    expect(await rowsOfFile(fixture(name), ['--preset', 'mailchimp', '--as', 'granted'])).toMatchObject([
      { kind: 'withdrawn', events: [{ type: 'consent.withdrawn', properties: { all: true, ...said } }] },
    ]);
  });
});

describe('the klaviyo preset', () => {
  it('P-45 grants what is subscribed, withdraws what is unsubscribed or suppressed, and takes the rest as facts', async () => {
    const rows = await rowsOfFile(fixture('klaviyo.csv'), [
      '--preset',
      'klaviyo',
      ...WORDS,
      '--basis',
      'express',
      '--method',
      'web-form',
    ]);
    expect(rows).toMatchObject([
      {
        kind: 'granted',
        profileId: 'klaviyo-01ANN',
        events: [{ properties: { grantedAt: '2024-03-01T10:00:00.000Z', source: 'klaviyo export klaviyo.csv' } }],
      },
      { kind: 'withdrawn' },
      { kind: 'facts' },
      { kind: 'withdrawn', events: [{ properties: { method: 'klaviyo-suppressed' } }] },
    ]);
  });
});

describe('the customerio preset', () => {
  const people = (...args: string[]) => rowsOfFile(fixture('customerio.csv'), ['--preset', 'customerio', ...args]);

  it('P-45 gives no permission without the evidence that its export lacks, and keeps who unsubscribed', async () => {
    expect(await people()).toMatchObject([
      { kind: 'facts' },
      { kind: 'withdrawn', events: [{ properties: { all: true } }] },
      { kind: 'facts' },
    ]);
    expect(await people(...WORDS)).toMatchObject([
      { reason: 'no-evidence' },
      { kind: 'withdrawn' },
      { reason: 'no-evidence' },
    ]);
  });

  it('follows the preferences by topic, both ways', async () => {
    const rows = await people(...ALL, '--topic-map', 'topic_1=offers', '--topic-map', 'topic_2=news');
    expect(rows).toMatchObject([
      {
        kind: 'granted',
        events: [
          { type: 'consent.recorded', properties: { topics: ['offers'] } },
          { type: 'consent.withdrawn', properties: { topics: ['news'] }, traits: {} },
        ],
      },
      { kind: 'withdrawn' },
      { kind: 'withdrawn', events: [{ type: 'consent.withdrawn', properties: { topics: ['offers'] } }] },
    ]);
  });
});

describe('the pinpoint preset', () => {
  it.each(['pinpoint.jsonl', 'pinpoint.csv'])(
    'P-45 reads %s: facts, opt-outs, and a permission only with constants',
    async (name) => {
      const read = (...args: string[]) => rowsOfFile(fixture(name), ['--preset', 'pinpoint', ...args]);
      expect((await read()).slice(0, 2)).toMatchObject([
        {
          kind: 'facts',
          profileId: 'c-1',
          events: [{ occurredAt: '2025-01-02T08:00:00.000Z', traits: { email: 'ann@example.org', country: 'DE' } }],
        },
        {
          kind: 'withdrawn',
          profileId: 'c-2',
          events: [{ properties: { all: true, at: '2025-02-01T08:00:00.000Z', method: 'pinpoint-opt-out' } }],
        },
      ]);
      expect((await read(...ALL))[0]).toMatchObject({
        kind: 'granted',
        events: [{ properties: { source: 'shop database' } }],
      });
    },
  );

  it('leaves out endpoints that are no mail', async () => {
    expect((await rowsOfFile(fixture('pinpoint.jsonl'), ['--preset', 'pinpoint']))[2]).toMatchObject({
      reason: 'other-channel',
    });
  });
});
