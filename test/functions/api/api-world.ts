import './silent-log.ts';
import { apiAnswer, apiHouse } from '../../../functions/api/api-routes.ts';
import type { ApiWorld } from '../../../functions/api/world.ts';
import { httpHandler } from '../../../functions/runtime/http.ts';
import type { Endpoint } from '../../../shared/api/endpoint.ts';
import { addressHmac, addressOf } from '../../../shared/consent/address-hmac.ts';
import { RetryableError } from '../../../shared/kernel/errors.ts';
import { type Instant, isoInstant } from '../../../shared/kernel/instants.ts';
import type { Json } from '../../../shared/kernel/json.ts';
import type { TestMail } from '../../../shared/messages/test-mail.ts';
import type { BusEvent } from '../../../shared/outbound/bus.eventbridge.ts';
import { memoryMacKeys } from '../../../shared/outbound/memory-mac-keys.ts';
import { memoryRejectedShelf } from '../../../shared/outbound/memory-rejected-shelf.ts';
import type { RejectedRecord } from '../../../shared/outbound/rejected-shelf.sqs.ts';
import { applyInputs } from '../../../shared/person/apply.ts';
import type { CustomerEvent, Input } from '../../../shared/person/input.ts';
import type { JobOrder } from '../../../shared/person/jobs-queue.ts';
import { memoryAddressBook } from '../../../shared/table/memory-address.ts';
import { memoryCampaignCounts } from '../../../shared/table/memory-campaign-counts.ts';
import { memoryCrowdJobs } from '../../../shared/table/memory-crowd-jobs.ts';
import { memoryPeoplePages } from '../../../shared/table/memory-people-pages.ts';
import { memoryPersonStore } from '../../../shared/table/memory-person.ts';
import { memoryPlanStore } from '../../../shared/table/memory-plan.ts';
import { memoryReleaseStore } from '../../../shared/table/memory-release.ts';
import { memorySpamRates } from '../../../shared/table/memory-spam-rates.ts';
import { memoryTemplateSwitches } from '../../../shared/table/memory-template-switches.ts';
import { memoryTimelineStore } from '../../../shared/table/memory-timeline.ts';
import { type GatewayRequest, gatewayEvent } from '../runtime/gateway-event.ts';
import { expectByContract } from './by-contract.ts';

/** A Monday, 10:00 UTC. */
export const START: Instant = Date.UTC(2026, 10, 23, 10);
export const EMAIL = 'ann.canary@example.org';

const keys = memoryMacKeys();

interface Told {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly traits?: Readonly<Record<string, Json>>;
  readonly eventId?: string;
}

/** The API on stores in memory, with a clock that is moved by hand, and what `decide` and `relay` do between its calls. */
export function apiWorld() {
  const people = memoryPersonStore();
  const timeline = memoryTimelineStore((profileId) => people.ledgerOf(profileId));
  const addresses = memoryAddressBook();
  const templates = memoryTemplateSwitches();
  const releases = memoryReleaseStore();
  const bus: BusEvent[] = [];
  const ordered: JobOrder[] = [];
  const tests: TestMail[] = [];
  const rejected: RejectedRecord[] = [];
  const replayed: string[] = [];
  /** Endpoints that gave a good answer. */
  const described = new Set<Endpoint>();
  const world = { now: START, busFails: false, made: 0, allowed: null as readonly string[] | null };
  const ports: ApiWorld = {
    people,
    addresses,
    timeline,
    counts: memoryCampaignCounts(() => timeline.counts()),
    releases,
    bus: {
      async publish(events) {
        if (world.busFails) throw new RetryableError('the bus does not answer');
        bus.push(...events);
        return events.map((_, index) => String(index));
      },
    },
    keys,
    templates,
    everybody: memoryPeoplePages(people),
    plans: memoryPlanStore(),
    crowds: memoryCrowdJobs(),
    jobs: {
      async enqueue(orders) {
        ordered.push(...orders);
      },
    },
    testMailer: {
      allows: (address) => world.allowed?.includes(address) ?? null,
      async send(mail) {
        tests.push(mail);
        return { outcome: 'sent', sesMessageId: 'ses-1' };
      },
    },
    rejected: memoryRejectedShelf(rejected, replayed),
    spamRates: memorySpamRates(),
    linkOrigin: 'https://links.acme.example',
    clock: () => world.now,
    newEventId: () => `made-${++world.made}`,
  };
  const handler = httpHandler(apiAnswer(ports), apiHouse);

  async function call(request: GatewayRequest) {
    const { statusCode, headers, body } = await handler(gatewayEvent(request), {});
    const answer = { status: statusCode, headers: headers ?? {}, body: JSON.parse(body || 'null') };
    const endpoint = expectByContract(request.method ?? 'GET', request.path ?? '/', answer);
    if (endpoint) described.add(endpoint);
    return answer;
  }

  /** Applies inputs and performs the effects that the API later reads. */
  async function apply(profileId: string, ...inputs: Input[]) {
    const { refused } = await applyInputs({ people, releases, clock: () => world.now }, profileId, inputs);
    for (const { effects } of people.drainEffects()) {
      for (const effect of effects) {
        if (effect.type === 'log') await timeline.record(profileId, effect.entry);
        if (effect.type === 'message-feedback') await timeline.recordFeedback(profileId, effect);
        if (effect.type === 'address-held') await addresses.hold(effect.address, profileId, effect.since);
        if (effect.type === 'address-left') await addresses.leave(effect.address, profileId);
      }
    }
    return refused;
  }

  async function happens(profileId: string, type: string, { properties = {}, traits = {}, eventId }: Told = {}) {
    const event: CustomerEvent = {
      kind: 'event',
      type,
      eventId: eventId ?? `${type}-${isoInstant(world.now)}`,
      occurredAt: world.now,
      properties,
      traits,
      requestId: 'request-1',
      ...(typeof traits.email === 'string' ? { address: await addressOf(keys, traits.email) } : {}),
    };
    return apply(profileId, event);
  }

  return {
    world,
    bus,
    templates,
    ordered,
    people,
    tests,
    rejected,
    replayed,
    described,
    hmacOf: (email: string) => addressHmac(keys, email),
    addresses,
    releases,
    call,
    apply,
    happens,
    get: (path: string, query = '') => call({ path, query }),
    post: (path: string, body: unknown) => call({ method: 'POST', path, body: JSON.stringify(body) }),
  };
}

/** A world with the workspace below published, and Ann in it, who agreed to offers. */
export async function worldWithAnn() {
  const world = apiWorld();
  await world.post('/api/workspace', { files });
  await world.happens('c-42', 'profile.updated', { traits: { email: EMAIL, firstName: 'Ann' } });
  await world.happens('c-42', 'consent.recorded', { properties: consentEvidence('offers') });
  return world;
}

/** A permission that the company holds, complete with its evidence. */
export function consentEvidence(topic: string, grantedAt = START - 86_400_000) {
  return {
    topics: [topic],
    basis: 'express-doi',
    grantedAt: isoInstant(grantedAt),
    method: 'paper-form',
    text: 'Yes, send me offers.',
    source: 'form 7',
  };
}

/** The smallest workspace that sends something. */
export const files: Readonly<Record<string, string>> = {
  'settings.yaml': `brand:
  name: Acme
  legalName: Acme GmbH
  postalAddress: Weg 1, Berlin
  from: "Acme <news@news.acme.example>"
  transactionalFrom: "Acme <hello@acme.example>"
  website: "https://acme.example"
  privacyPolicy: "https://acme.example/privacy"
locales: [en]
timeZone: UTC
`,
  'topics.yaml': `- { id: offers, name: { en: Offers }, description: { en: Good things. }, optIn: single }
- { id: news, name: { en: News }, description: { en: New things. }, optIn: double }
`,
  'events.yaml': `events:
  order.placed: { remember: true }
`,
  'campaigns/welcome.yaml': `id: welcome
name: Welcome
status: active
topic: offers
trigger: { event: member.joined }
reentry: always
steps:
  - send: hello
  - wait: P1D
  - send: hello
`,
  'templates/hello/en.mjml': `---
subject: Hello
preheader: Good to see you
---
<mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section>
`,
};
