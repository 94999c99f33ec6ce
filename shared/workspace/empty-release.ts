import { DAY, HOUR, MINUTE, SECOND } from '../kernel/instants.ts';
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
    softBounceDays: 3,
    softBounceWithin: 14 * DAY,
    softQuarantineFor: 7 * DAY,
    contentBounces: 3,
    contentBounceWithin: HOUR,
    machineOpenWithin: 10 * SECOND,
    botClickWithin: 5 * SECOND,
    botClickBurst: 2 * SECOND,
    botCanaryWithin: MINUTE,
    pauseAtMost: 180 * DAY,
    undoWithin: 15 * MINUTE,
    proofFor: 1096 * DAY,
    ticketCooldown: 24 * HOUR,
    ticketHoldsFor: 30 * DAY,
    flags: [],
    minimumAge: 18,
    consentAge: 16,
    confirmationCaps: [
      { max: 1, per: 10 * MINUTE },
      { max: 3, per: 24 * HOUR },
      { max: 5, per: 30 * DAY },
    ],
    confirmReminder: false,
    forgetUnconfirmedAfter: 30 * DAY,
    leapDay: '02-28',
    catchUpWithin: 3 * DAY,
    notMeBlocksFor: 365 * DAY,
    signUps: { perIp: 10, perNetwork: 50, breakerFactor: 3, breakerFloor: 30 },
    revokedKeys: [],
    sendRateShare: 90,
    marketingQuotaShare: 90,
    spamRate: { warn: 0.08, stop: 0.2, holdsFor: 7 * DAY },
  },
  selfService: { traits: [] },
  sending: { paused: false, topics: [], templates: [] },
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
