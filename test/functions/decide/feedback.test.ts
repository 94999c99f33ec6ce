import '../api/silent-log.ts';
import { describe, expect, test } from 'vitest';
import { type DecidePorts, decideRecords } from '../../../functions/decide/decide-records.ts';
import { addressOf } from '../../../shared/consent/address-hmac.ts';
import { isoInstant, MINUTE } from '../../../shared/kernel/instants.ts';
import type { JsonObject } from '../../../shared/kernel/json.ts';
import { STAFF_ADDRESS } from '../../../shared/messages/staff-mail.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { Input } from '../../../shared/person/input.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memoryReleaseStore } from '../../../shared/table/memory-release.ts';
import { memorySignUpCounts } from '../../../shared/table/memory-sign-ups.ts';
import { memoryTemplateSwitches } from '../../../shared/table/memory-template-switches.ts';
import { campaign, event, NOON, recorded, settings, templates, topic } from '../../person/making.ts';

const keys = memoryMacKeys();
const traits = { email: 'ann@example.org', timeZone: 'Europe/Berlin', country: 'DE' };

/** Ann has a mail that SES took; `tracked`: she agreed to tracking. */
async function world(tracked: boolean) {
  const people = memoryPersonStore();
  const addresses = memoryAddressBook();
  const releases = memoryReleaseStore();
  const later: { body: JsonObject; seconds: number }[] = [];
  const rejected: unknown[] = [];
  const switches = memoryTemplateSwitches();
  const ports: DecidePorts = {
    people,
    releases,
    addresses,
    keys,
    signUps: memorySignUpCounts(),
    templates: switches,
    isErased: async () => false,
    rejected: {
      async reject(records) {
        rejected.push(...records);
      },
    },
    async later(body, seconds) {
      later.push({ body, seconds });
    },
    clock: () => NOON + MINUTE,
  };
  const content = { settings, topics: [topic('offers')], events: {}, campaigns: [campaign()], templates, texts: {} };
  await releases.publish({ 'settings.yaml': '1' }, content, NOON);
  const address = await addressOf(keys, traits.email);
  const { topics: _, ...evidence } = recorded();
  const consents = [recorded(), ...(tracked ? [{ ...evidence, purpose: 'tracking.email' }] : [])];
  const apply = (...inputs: Input[]) => applyInputs(ports, 'c-42', inputs);
  for (const [index, properties] of consents.entries())
    await apply(event({ type: 'consent.recorded', eventId: `consent-${index}`, properties, traits, address }));
  const { person } = await apply(event());
  const messageId = person.messages[0]?.messageId ?? '';
  await apply({ kind: 'claim', messageId, claimId: 'i' });
  await apply({ kind: 'outcome', messageId, claimId: 'i', outcome: { outcome: 'sent', sesMessageId: 's' } });

  async function hears(type: string, differs: JsonObject = {}) {
    const heard = {
      heed: 'feedback',
      type,
      id: 'f-1',
      at: isoInstant(NOON + MINUTE),
      sendId: messageId,
      profileId: 'c-42',
    };
    const body = JSON.stringify({ ...heard, address: address.hmac, ...differs });
    const record = { id: 'r-1', body, queueArn: 'q', receipt: 'r', received: 1, sentAt: NOON + MINUTE };
    return decideRecords(ports, [record]);
  }
  return { people, addresses, address, later, rejected, switches, hears };
}

describe('feedback from the queue', () => {
  test.each(['open', 'click'])(
    'P-24 an %s comes again when its neighbours had the time to arrive, once',
    async (type) => {
      const { later, hears } = await world(true);
      await hears(type, { link: 'https://acme.example/a' });
      expect(later).toMatchObject([{ seconds: 4, body: { type, settled: true } }]);
      await hears(type, { link: 'https://acme.example/a', settled: true });
      expect(later).toHaveLength(1);
    },
  );

  test('P-23 of somebody who agreed to no tracking an open or click goes no further, and commits nothing', async () => {
    const { people, later, hears } = await world(false);
    const before = await people.load('c-42');
    await hears('open', { userAgent: 'Mozilla/5.0' });
    await hears('click', { link: 'https://acme.example/a' });
    expect(later).toEqual([]);
    expect((await people.load('c-42'))?.version).toBe(before?.version);
  });

  test('P-82 a complaint that SES made up from its own list suppresses the address and stops nobody', async () => {
    const { addresses, address, hears } = await world(false);
    await hears('complaint', { complaintSubType: 'OnAccountSuppressionList' });
    const state = await addresses.read(address.hmac);
    expect(state).toMatchObject({ suppression: { reason: 'complaint' }, stoppedAt: null });
    await hears('complaint', { complaintFeedbackType: 'abuse' });
    expect((await addresses.read(address.hmac)).stoppedAt).toBe(NOON + MINUTE);
  });

  test.each([
    ['bounce', { bounceType: 'Permanent', bounceSubType: 'General' }],
    ['complaint', { complaintFeedbackType: 'abuse' }],
  ])('P-52 a %s of mail to a colleague makes no address row and suppresses nobody', async (type, differs) => {
    const { people, addresses, address, hears } = await world(false);
    expect(await hears(type, { address: STAFF_ADDRESS, ...differs })).toEqual([]);
    for (const row of [STAFF_ADDRESS, address.hmac])
      expect(await addresses.read(row)).toMatchObject({ suppression: null, stoppedAt: null });
    expect((await people.load('c-42'))?.suppression).toBeNull();
  });

  test('P-82 bounces of what a mail says switch its template off, at the third address', async () => {
    const { switches, hears } = await world(false);
    const refused = (bounceSubType: string, address: string, differs: JsonObject = {}) =>
      hears('bounce', { bounceType: 'Transient', bounceSubType, address, template: 'sale-_slast__call', ...differs });
    await refused('ContentRejected', 'a');
    await refused('MailboxFull', 'b');
    await refused('AttachmentRejected', 'b', { template: '' });
    await refused('MessageTooLarge', 'b');
    expect(await switches.paused()).toEqual([]);
    await refused('AttachmentRejected', 'c');
    expect(await switches.paused()).toMatchObject([{ template: 'sale-/last_call', reason: 'content-refused' }]);
  });

  test('P-87 the word of a rule that saw a refused authentication is no fault of any record', async () => {
    const { rejected, hears } = await world(false);
    expect(await hears('bounce', { heed: 'notice', notice: 'authentication-refused' })).toEqual([]);
    expect(rejected).toEqual([]);
  });
});
