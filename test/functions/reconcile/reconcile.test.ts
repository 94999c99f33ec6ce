import { describe, expect, test } from 'vitest';
import { reconcile } from '../../../functions/reconcile/reconcile.ts';
import { addressHmac } from '../../../shared/consent/address-hmac.ts';
import { DAY, HOUR, type Instant, SECOND } from '../../../shared/kernel/instants.ts';
import type { RecentMessage } from '../../../shared/messages/message.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { pacedSuppressionList } from '../../../shared/outbound/paced-suppression-list.ts';
import type { SuppressedAddress } from '../../../shared/outbound/suppression-list.ses.ts';
import { newPerson } from '../../../shared/person/person.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryJobStore } from '../../../shared/table/memory-job.ts';
import { memoryReleaseStore } from '../../../shared/table/memory-release.ts';
import { memorySpamRates } from '../../../shared/table/memory-spam-rates.ts';
import { memorySuppressionPace } from '../../../shared/table/memory-suppression-pace.ts';
import '../api/silent-log.ts';

const START: Instant = Date.parse('2026-11-21T00:00:00Z');
const keys = memoryMacKeys();

/** A deployment whose events all got lost; SES's list comes two addresses a page. */
function world() {
  const list: SuppressedAddress[] = [];
  const sends: { profileId: string; recent: RecentMessage }[] = [];
  const asked: { since: Instant | null; at: Instant }[] = [];
  const told = { now: START, waited: 0 };
  const addresses = memoryAddressBook();
  const sesList = {
    async page(since: Instant | null, from: string | null) {
      asked.push({ since, at: told.now });
      const matching = list.filter((each) => since === null || each.since >= since);
      const start = Number(from ?? 0);
      return {
        addresses: matching.slice(start, start + 2),
        next: start + 2 < matching.length ? String(start + 2) : null,
      };
    },
    async remove() {},
  };
  const waiting = {
    pace: memorySuppressionPace(),
    clock: () => told.now,
    async pause(ms: number) {
      told.waited += ms;
      told.now += ms;
    },
  };
  const ports = {
    list: pacedSuppressionList(sesList, waiting),
    addresses,
    keys,
    people: {
      async *pages() {
        for (const { profileId, recent } of sends) yield [{ ...newPerson(profileId), recent: [recent] }];
      },
    },
    jobs: memoryJobStore(),
    releases: memoryReleaseStore(),
    spamRates: memorySpamRates(),
    dns: null,
    tell: () => undefined,
    identities: { of: async () => null },
    clock: () => told.now,
  };
  const suppression = async (email: string) => (await addresses.read(await addressHmac(keys, email))).suppression;
  return { list, sends, asked, told, suppression, run: () => reconcile(ports) };
}

function sent(profileId: string, at: Instant, differs: Partial<RecentMessage> = {}) {
  const recent: RecentMessage = {
    messageId: `m-${profileId}`,
    campaign: 'welcome',
    topic: 'offers',
    class: 'marketing',
    status: 'sent',
    at,
    reason: null,
    ...differs,
  };
  return { profileId, recent };
}

describe('the daily reconciliation (P-80)', () => {
  test('P-80 mirrors bounces and complaints that no event told of', async () => {
    const { list, suppression, run } = world();
    list.push({ email: 'bounced@example.org', reason: 'hard-bounce', since: START - DAY });
    list.push({ email: 'Complained@Example.org', reason: 'complaint', since: START - HOUR });
    expect(await run()).toMatchObject({ mirrored: 2, unresolved: 0 });
    expect(await suppression('bounced@example.org')).toEqual({ reason: 'hard-bounce', since: START - DAY });
    expect(await suppression('complained@example.org')).toEqual({ reason: 'complaint', since: START - HOUR });
    expect(await suppression('ann@example.org')).toBeNull();
  });

  test('P-79 asks SES at most once a second', async () => {
    const { list, asked, run } = world();
    for (let n = 0; n < 7; n += 1) list.push({ email: `a${n}@example.org`, reason: 'hard-bounce', since: START });
    expect((await run()).mirrored).toBe(7);
    const gaps = asked.slice(1).map((each, n) => each.at - (asked[n]?.at ?? 0));
    expect(gaps).toHaveLength(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND);
  });

  test('asks for everything at first, and then for what changed since its last run and a day before', async () => {
    const { asked, told, run } = world();
    await run();
    told.now += DAY;
    await run();
    expect(asked.map((each) => each.since)).toEqual([null, START - DAY]);
  });

  test('P-80 counts sends without an end after 24 hours, each on one day only', async () => {
    const { sends, told, run } = world();
    sends.push(sent('lost', START - 25 * HOUR), sent('fresh', START - 23 * HOUR));
    sends.push(sent('unclear', START - 26 * HOUR, { status: 'unknown', reason: 'unknown-outcome' }));
    for (const status of ['delivered', 'bounced', 'complained', 'failed', 'skipped'] as const)
      sends.push(sent(status, START - 25 * HOUR, { status }));
    sends.push(sent('full', START - 25 * HOUR, { reason: 'soft-bounced' }));
    expect(await run()).toMatchObject({ unresolved: 2 });
    told.now += DAY;
    expect(await run()).toMatchObject({ unresolved: 1 });
    told.now += DAY;
    expect(await run()).toMatchObject({ unresolved: 0 });
  });
});
