import '../api/silent-log.ts';
import { describe, expect, test } from 'vitest';
import { reviewSenders } from '../../../functions/reconcile/senders.ts';
import { reviewSpamRates } from '../../../functions/reconcile/spam-rates.ts';
import type { SenderDns } from '../../../shared/content/sender-dns.ts';
import { DAY, type Instant } from '../../../shared/kernel/instants.ts';
import { memoryReleaseStore } from '../../../shared/table/memory-release.ts';
import { memorySpamRates } from '../../../shared/table/memory-spam-rates.ts';
import { settings } from '../../person/making.ts';

const NOW: Instant = Date.parse('2026-11-22T03:00:00Z');

/** Hears what an operator would be told. */
function operator() {
  const told: { readonly word: string; readonly facts: unknown }[] = [];
  return {
    told,
    words: () => told.map(({ word }) => word),
    tell: (word: string, facts?: unknown) => {
      told.push({ word, facts });
    },
  };
}

async function published() {
  const releases = memoryReleaseStore();
  const content = { settings, topics: [], events: {}, campaigns: [], templates: [], texts: {} };
  await releases.publish({ 'settings.yaml': '1' }, content, NOW);
  return releases;
}

const nothing: SenderDns = { txt: async () => [], cname: async () => [], mx: async () => [] };
const silent: SenderDns = { txt: async () => null, cname: async () => null, mx: async () => null };
const identities = { of: async () => 'none' as const };

describe('P-87 the daily look at the sender domains', () => {
  test('tells an operator what is wrong with each domain that the release sends from', async () => {
    const { told, tell } = operator();
    expect(await reviewSenders({ releases: await published(), dns: nothing, identities, tell })).toBeGreaterThan(0);
    expect(told).toContainEqual({
      word: 'sender-not-authenticated',
      facts: {
        domain: 'localhost.invalid',
        faults: 'dmarc-missing _dmarc.localhost.invalid, identity-missing localhost.invalid',
      },
    });
  });

  test('wakes nobody because a name server is silent, and does not fail', async () => {
    const { told, tell } = operator();
    const unknown = { of: async () => null };
    expect(await reviewSenders({ releases: await published(), dns: silent, identities: unknown, tell })).toBe(0);
    expect(told).toEqual([]);
  });

  test('asks nobody on the local run, nor before anything is published', async () => {
    const { told, tell } = operator();
    expect(await reviewSenders({ releases: await published(), dns: null, identities, tell })).toBe(0);
    expect(await reviewSenders({ releases: memoryReleaseStore(), dns: nothing, identities, tell })).toBe(0);
    expect(told).toEqual([]);
  });
});

describe('P-83 the daily look at Gmail’s spam rate', () => {
  test.each([
    [0.07, []],
    [0.08, ['spam-rate-high']],
    [0.2, ['spam-rate-stops-marketing']],
  ])('at %d percent tells %j', async (percent, words) => {
    const { words: heard, tell } = operator();
    const spamRates = memorySpamRates();
    await spamRates.tell({ domain: 'acme.example', day: '2026-11-20', percent, toldAt: NOW - DAY });
    expect(await reviewSpamRates({ releases: await published(), spamRates, tell }, NOW)).toBe(1);
    expect(heard()).toEqual(words);
  });

  test('tells when nobody tells the rate any more, and says nothing where nobody ever did', async () => {
    const { words, tell } = operator();
    const spamRates = memorySpamRates();
    expect(await reviewSpamRates({ releases: await published(), spamRates, tell }, NOW)).toBe(0);
    await spamRates.tell({ domain: 'acme.example', day: '2026-11-12', percent: 0.5, toldAt: NOW - 8 * DAY });
    await reviewSpamRates({ releases: await published(), spamRates, tell }, NOW);
    expect(words()).toEqual(['spam-rate-unknown']);
  });
});
