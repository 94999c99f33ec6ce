import '../runtime/quiet-log.ts';
import { createHash } from 'node:crypto';
import { httpHandler } from '../../../functions/runtime/http.ts';
import { web } from '../../../functions/web/pages.ts';
import type { AddressBook } from '../../../shared/consent/address-book.ts';
import { addressOf } from '../../../shared/consent/address-hmac.ts';
import { consentState, hasStoppedEverything } from '../../../shared/consent/consent-state.ts';
import type { MacKeys } from '../../../shared/consent/mac-keys.ts';
import { signToken, type Token } from '../../../shared/consent/tokens.ts';
import type { SubscribeRequest } from '../../../shared/events/requests.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { DAY, type Instant } from '../../../shared/kernel/instants.ts';
import type { RecentMessage } from '../../../shared/messages/message.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { Input } from '../../../shared/person/input.ts';
import type { PersonStore } from '../../../shared/person/person-store.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memorySignUpCounts } from '../../../shared/table/memory-sign-ups.ts';
import { memoryTimelineStore } from '../../../shared/table/memory-timeline.ts';
import type { CampaignDefinition } from '../../../shared/workspace/campaign-definition.ts';
import type { ReleaseContent, Topic } from '../../../shared/workspace/definitions.ts';
import { emptyRelease } from '../../../shared/workspace/empty-release.ts';
import { builtInTexts } from '../../../shared/workspace/texts/built-in.ts';
import { type GatewayRequest, gatewayEvent } from '../runtime/gateway-event.ts';
import { recorded } from './recorded.ts';

export const START: Instant = Date.UTC(2026, 10, 23, 10);
export const REQUEST_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
export const EMAIL = 'ann.canary@example.org';

const topic = (id: string, en: string, de: string): Topic => ({
  id,
  name: { en, de },
  description: { en: `All about ${en}`, de: `Alles über ${de}` },
  optIn: 'double',
});

const named = (id: string, name: string): CampaignDefinition => ({
  id,
  name,
  status: 'active',
  class: 'marketing',
  topic: 'news',
  triggers: [],
  reentry: { kind: 'always' },
  exit: [],
  holdout: 0,
  priority: 50,
  sendWithin: DAY,
  steps: [],
});

export const content: ReleaseContent = {
  ...emptyRelease.content,
  settings: {
    ...emptyRelease.content.settings,
    brand: {
      ...emptyRelease.content.settings.brand,
      name: 'Acme & Söhne',
      legalName: 'Acme GmbH',
      postalAddress: 'Weg 1, Berlin',
    },
    locales: ['en', 'de'],
    selfService: {
      traits: [
        { trait: 'firstName', type: 'text', label: { en: 'First name', de: 'Vorname' } },
        { trait: 'birthday', type: 'date', label: { en: 'Birthday', de: 'Geburtstag' } },
        { trait: 'interests', type: 'list', label: { en: 'Interests', de: 'Interessen' } },
      ],
    },
  },
  topics: [topic('offers', 'Offers', 'Angebote'), topic('news', 'News', 'Neues')],
  campaigns: [named('weekly-news', 'News of the week'), named('cart-abandoned', 'Remind of a cart left behind')],
  texts: builtInTexts,
};

const keys: MacKeys = { key: async (label) => createHash('sha256').update(`test key ${label}`).digest() };

/** The pages on stores in memory, with a clock that is moved by hand and stores that can be told to fail. */
export function webWorld(released: ReleaseContent = content) {
  const stored = memoryPersonStore();
  const book = memoryAddressBook();
  const queue: SubscribeRequest[] = [];
  const world = { now: START, storeFails: false, addressBookFails: false, queueFails: false };
  const failing = async (): Promise<never> => {
    throw new RetryableError('the table does not answer');
  };
  const people: PersonStore = {
    load: (id) => (world.storeFails ? failing() : stored.load(id)),
    commit: (before, commit) => (world.storeFails ? failing() : stored.commit(before, commit)),
  };
  const addressBook: AddressBook = {
    ...book,
    stop: (hmac, at) => (world.addressBookFails ? failing() : book.stop(hmac, at)),
    resume: (hmac, at) => (world.addressBookFails ? failing() : book.resume(hmac, at)),
  };
  const signUps = memorySignUpCounts();
  const vouchedFor = new Set<string>();
  let counted = 0;
  const ports = {
    people,
    addressBook,
    timeline: memoryTimelineStore((profileId) => stored.ledgerOf(profileId)),
    keys,
    signUps,
    verify: async (url: string, response: string) => vouchedFor.has(`${url} ${response}`),
    releases: { active: async () => ({ ...emptyRelease, number: 3, content: released }), pinned: async () => [] },
    clock: () => world.now,
    randomId: () => {
      counted += 1;
      return `${REQUEST_ID.slice(0, 20)}${String(counted).padStart(2, '0')}`;
    },
    enqueue: async (request: SubscribeRequest) => {
      if (world.queueFails) await failing();
      queue.push(request);
    },
  };
  const calls: string[] = [];
  const { answer, house } = web(recorded(ports, calls));
  const handler = httpHandler(answer, house);
  return {
    world,
    queue,
    /** What the pages asked of their ports, in order. */
    calls,
    book,
    signUps,
    /** What the company's own verifier says yes to: `url response`. */
    vouchedFor,
    stored,
    send: (request: GatewayRequest) => handler(gatewayEvent(request), {}),
    token: (token: Token) => signToken(keys, token, world.now),
    address: () => addressOf(keys, EMAIL),
    person: (profileId: string) => stored.load(profileId),
    async apply(profileId: string, ...inputs: Input[]) {
      const { refused } = await applyInputs({ ...ports, people: stored }, profileId, inputs);
      const problems = refused.flatMap((each) => each ?? []);
      if (problems.length > 0) throw new Error(`the story is refused: ${JSON.stringify(problems)}`);
    },
    /** Everything that is stored, as one text: equal before and after where nothing may change. */
    snapshot: () => JSON.stringify([[...stored.people()], queue]),
    /** Somebody with an address and permission for the topics. */
    async granted(profileId: string, topics: readonly string[] = ['offers'], traits: Record<string, string> = {}) {
      const address = await addressOf(keys, EMAIL);
      const properties = {
        topics,
        basis: 'express-doi',
        grantedAt: new Date(world.now - DAY).toISOString(),
        method: 'phone',
        text: 'yes',
        source: 'call 7',
      };
      await this.apply(profileId, {
        kind: 'event',
        type: 'consent.recorded',
        eventId: `granted-${profileId}`,
        occurredAt: world.now - DAY,
        properties,
        traits: { email: EMAIL, ...traits },
        address,
      });
    },
    /** Two campaigns wrote to the person lately. */
    async wrote(profileId: string) {
      const before = await stored.load(profileId);
      if (!before) throw new Error(`${profileId} is not stored`);
      const mail = (campaign: string, at: Instant): RecentMessage => ({
        messageId: `mail-of-${campaign}`,
        campaign,
        topic: 'news',
        class: 'marketing',
        status: 'delivered',
        at,
        reason: null,
      });
      const recent = [mail('weekly-news', world.now - 3 * DAY), mail('cart-abandoned', world.now - DAY)];
      await stored.commit(before, { person: { ...before, recent }, effects: [], ledger: [] });
    },
    /** Somebody who asked for the topics and has the mail with the link. */
    async asked(profileId: string, requestId = REQUEST_ID, topics: readonly string[] = ['offers']) {
      await this.apply(profileId, {
        kind: 'event',
        type: 'subscription.requested',
        eventId: `asked-${requestId}`,
        occurredAt: world.now,
        properties: { topics, text: 'Yes, please.', method: 'web-form' },
        traits: { email: EMAIL },
        address: await addressOf(keys, EMAIL),
        requestId,
      });
    },
  };
}

export type WebWorld = ReturnType<typeof webWorld>;

/** Whether the person may get mail about the topic, as the row alone tells. */
export async function holds(world: WebWorld, profileId: string, topic = 'offers'): Promise<boolean> {
  const person = await world.person(profileId);
  if (!person || hasStoppedEverything(person.permission)) return false;
  return consentState(person.permission, topic, person.address?.hmac ?? null, world.world.now).state === 'granted';
}

export const form = (fields: Record<string, string> | [string, string][]) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});

export const oneClick = form({ 'List-Unsubscribe': 'One-Click' });
