import type { Consent, Grant } from '../../shared/consent/consent.ts';
import type { Feedback } from '../../shared/events/feedback.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../shared/kernel/instants.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { CustomerEvent } from '../../shared/person/input.ts';
import { newPerson, type Person } from '../../shared/person/person.ts';
import type { Traits } from '../../shared/profiles/traits.ts';
import type {
  CampaignDefinition,
  SendStep,
  Step,
  Trigger,
  WaitStep,
} from '../../shared/workspace/campaign-definition.ts';
import type { ReleaseContent, Settings, TemplateDefinition, Topic } from '../../shared/workspace/definitions.ts';
import { emptyRelease } from '../../shared/workspace/empty-release.ts';
import { loadWorkspace, type Workspace } from '../../shared/workspace/workspace.ts';

/** A Wednesday in Berlin, 13:00: nobody is asleep. */
export const NOON: Instant = Date.parse('2026-11-18T12:00:00Z');

/** Stands for the keyed HMAC of an address. */
export const ANNS = 'hmac-of-ann';
export const annsAddress = { email: 'ann@example.org', hmac: ANNS };
export const newAddress = { email: 'ann@new.example', hmac: 'hmac-of-new' };

export function grant(differs: Partial<Grant> = {}): Grant {
  return {
    at: NOON - 30 * DAY,
    basis: 'express-doi',
    method: 'web-form',
    address: ANNS,
    requestId: null,
    textHash: 'text',
    ...differs,
  };
}

/** A standing consent for `offers`. */
export function consent(differs: Partial<Consent> = {}): Consent {
  return { topic: 'offers', purpose: 'marketing.email', grant: grant(), withdrawnAt: null, ...differs };
}

export function traits(values: Readonly<Record<string, Json>>, at: Instant = NOON - 30 * DAY): Traits {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, at }]));
}

/** Ann: an address, a zone, and a standing consent for `offers`; a mail for her goes out at once. */
export function ann(differs: Partial<Person> = {}): Person {
  return {
    ...newPerson('c-42'),
    version: 7,
    address: annsAddress,
    traits: traits({ email: annsAddress.email, timeZone: 'Europe/Berlin' }),
    permission: { consents: [consent()], requests: [], stoppedAt: null, resumedAt: null },
    ...differs,
  };
}

/** Nobody stored yet, under Ann's id. */
export function stranger(): Person {
  return newPerson('c-42');
}

export function send(template = 'reminder', id = template): SendStep {
  return { type: 'send', id, template };
}

export function wait(ms: number, id = `wait-${ms}`): WaitStep {
  return { type: 'wait', id, for: ms };
}

/** `cart-abandoned`: one mail about `offers` for each cart left behind. */
export function campaign(
  differs: Partial<CampaignDefinition> & Pick<Trigger, 'key' | 'where'> = {},
): CampaignDefinition {
  const { key, where, ...rest } = { key: 'properties.cartId', where: undefined, ...differs };
  const made = {
    id: 'cart-abandoned',
    name: 'Remind of a cart left behind',
    status: 'active',
    class: 'marketing',
    topic: 'offers',
    triggers: [{ kind: 'event', event: 'cart.abandoned' }] as readonly Trigger[],
    reentry: { kind: 'always' },
    exit: [],
    holdout: 0,
    priority: 50,
    sendWithin: 3 * DAY,
    steps: [send()] as readonly Step[],
    ...rest,
  } satisfies CampaignDefinition;
  const beside = { ...(key === undefined ? {} : { key }), ...(where === undefined ? {} : { where }) };
  return { ...made, triggers: made.triggers.map((trigger) => ({ ...beside, ...trigger })) };
}

/** A mail that goes to Ann whatever she asked for: an order's confirmation. */
export function transactional(differs: Partial<CampaignDefinition> = {}): CampaignDefinition {
  return campaign({
    id: 'order-confirmed',
    class: 'transactional',
    topic: undefined,
    key: undefined,
    triggers: [{ kind: 'event', event: 'order.placed' }],
    steps: [send('order')],
    ...differs,
  });
}

export function topic(id: string, optIn: Topic['optIn'] = 'double'): Topic {
  return { id, name: { en: id }, description: { en: id }, optIn };
}

export function template(differs: Partial<TemplateDefinition> = {}): TemplateDefinition {
  const part = { subject: 's', preheader: 'p', html: 'h', text: 't' };
  return { id: 'reminder', class: 'marketing', parts: { en: part, de: part }, ...differs };
}

export const templates: readonly TemplateDefinition[] = [
  template(),
  template({ id: 'last-call' }),
  template({ id: 'order', class: 'transactional' }),
  template({ id: '_system/confirmation', class: 'transactional' }),
];

export const settings: Settings = {
  ...emptyRelease.content.settings,
  locales: ['en', 'de'],
  timeZone: 'Europe/Berlin',
  quietHours: { from: 21 * 60, to: 8 * 60 },
  // Stories count mails; those of the caps set their own.
  frequencyCaps: [],
  permission: {
    ...emptyRelease.content.settings.permission,
    confirmWithin: 72 * HOUR,
    preferenceLinkFor: 30 * DAY,
    unknownZoneHours: { from: 10 * 60, to: 17 * 60 },
    unknownRetryAfter: 15 * MINUTE,
    proofFor: 1096 * DAY,
  },
};

/** A workspace with one campaign, `offers` (double opt-in) and `service-news` (single). */
export function workspace(differs: Partial<ReleaseContent> = {}): Workspace {
  const content: ReleaseContent = {
    settings,
    topics: [topic('offers'), topic('service-news', 'single'), topic('events')],
    events: {},
    campaigns: [campaign()],
    templates,
    texts: {},
    ...differs,
  };
  const hashes = Object.fromEntries(content.campaigns.map((each) => [each.id, `hash-of-${each.id}`]));
  return loadWorkspace({ number: 3, publishedAt: NOON - 40 * DAY, content, hashes });
}

export function event(differs: Partial<CustomerEvent> = {}): CustomerEvent {
  return {
    kind: 'event',
    type: 'cart.abandoned',
    eventId: 'e-1',
    occurredAt: NOON,
    properties: { cartId: 'k-1' },
    traits: {},
    ...differs,
  };
}

/** `consent.recorded` with all its evidence. */
export function recorded(differs: Readonly<Record<string, Json>> = {}): CustomerEvent['properties'] {
  return {
    topics: ['offers'],
    basis: 'express-doi',
    grantedAt: new Date(NOON).toISOString(),
    method: 'web-form',
    text: 'Yes, send me offers.',
    source: 'crm/form-7',
    ...differs,
  };
}

/** `subscription.requested` with all its evidence. */
export function requested(differs: Readonly<Record<string, Json>> = {}): CustomerEvent['properties'] {
  return { topics: ['offers'], text: 'Yes, send me offers.', method: 'web-form', ...differs };
}

export function feedback(differs: Partial<Feedback> = {}): Feedback {
  return {
    type: 'delivery',
    id: 'f-1',
    at: NOON,
    messageId: 'm-1',
    profileId: 'c-42',
    address: ANNS,
    bounceType: null,
    bounceSubType: null,
    complaintFeedbackType: null,
    complaintSubType: null,
    delayType: null,
    userAgent: null,
    link: null,
    settled: false,
    ...differs,
  };
}
