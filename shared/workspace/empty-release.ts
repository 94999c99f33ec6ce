import { DAY, HOUR, MINUTE } from '../kernel/instants.ts';
import type { Settings } from './definitions.ts';
import { builtInTexts } from './texts/built-in.ts';
import type { Release } from './workspace.ts';

const settings: Settings = {
  brand: {
    name: 'heed',
    legalName: 'heed',
    postalAddress: '',
    from: 'news@localhost.invalid',
    transactionalFrom: 'hello@localhost.invalid',
    color: '#1f5f4a',
  },
  locales: ['en'],
  timeZone: 'UTC',
  quietHours: { from: 21 * 60, to: 8 * 60 },
  frequencyCaps: [
    { max: 1, per: 24 * HOUR },
    { max: 3, per: 7 * DAY },
  ],
  controlGroup: 0,
  staffDomains: [],
  permission: {
    confirmWithin: 72 * HOUR,
    preferenceLinkFor: 30 * DAY,
    unknownZoneHours: { from: 10 * 60, to: 17 * 60 },
    unknownRetryAfter: 15 * MINUTE,
  },
};

/**
 * The workspace before the first publication. It has no topic, so nobody can ask for anything and no mail is ever due:
 * it needs no template, and its senders are of a domain that cannot exist. The words are there for the pages.
 */
export const emptyRelease: Release = {
  number: 0,
  publishedAt: 0,
  content: { settings, topics: [], events: {}, campaigns: [], templates: [], texts: builtInTexts },
  hashes: {},
};
