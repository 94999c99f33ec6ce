import type { Enrollment } from '../../shared/campaigns/enrollment.ts';
import type { LedgerEntry } from '../../shared/consent/ledger.ts';
import { derivedId } from '../../shared/kernel/ids.ts';
import { DAY, HOUR, MINUTE } from '../../shared/kernel/instants.ts';
import type { Message } from '../../shared/messages/message.ts';
import type { Effect, LogEntry } from '../../shared/person/effects.ts';
import { newPerson, type Person } from '../../shared/person/person.ts';

export const noon = Date.parse('2026-11-21T12:00:00.123Z');

const hmac = derivedId('address');

export function anEnrollment(changes: Partial<Enrollment> = {}): Enrollment {
  return {
    enrollmentId: 'cart-reminder:c-991:o-991-left',
    campaign: 'cart-reminder',
    pin: `${derivedId('pin')}${derivedId('pin', 2).slice(0, 21)}`,
    key: 'c-991',
    startedAt: noon - HOUR,
    event: { type: 'cart.abandoned', occurredAt: noon - HOUR - 350 },
    properties: { cartId: 'c-991', total: 49.9, items: [{ sku: 'espresso-1kg', category: 'beans' }] },
    position: 1,
    dueAt: noon + 3 * HOUR,
    ...changes,
  };
}

export function aMessage(changes: Partial<Message> = {}): Message {
  return {
    messageId: derivedId('message'),
    campaign: 'cart-reminder',
    enrollmentId: 'cart-reminder:c-991:o-991-left',
    stepId: '1',
    requestId: null,
    template: 'cart-reminder',
    replyTo: null,
    class: 'marketing',
    topic: 'offers',
    priority: 0,
    status: 'held',
    reachedAt: noon,
    expiresAt: noon + DAY,
    notBefore: noon + 9 * HOUR,
    because: { reason: 'quiet-hours', until: noon + 9 * HOUR },
    claim: null,
    address: hmac,
    attempts: 0,
    ...changes,
  };
}

/** Somebody as a shop knows them: traits, two topics, a journey with a held mail, a month of mails, a full ring. */
export function aCustomer(changes: Partial<Person> = {}): Person {
  return {
    ...newPerson('c-100042'),
    version: 57,
    release: 12,
    traits: {
      email: { value: 'ann.example@mail.example.org', at: noon - 40 * DAY },
      firstName: { value: 'Ann', at: noon - 40 * DAY },
      locale: { value: 'de', at: noon - 40 * DAY },
      timeZone: { value: 'Europe/Berlin', at: noon - 40 * DAY },
      country: { value: 'DE', at: noon - 40 * DAY },
      birthday: { value: '1990-05-17', at: noon - 40 * DAY },
      contracts: { value: [{ contractId: 'k-7', end: '2027-01-31' }], at: noon - 3 * DAY },
    },
    address: { email: 'ann.example@mail.example.org', hmac },
    permission: {
      consents: [
        {
          topic: 'offers',
          purpose: 'marketing.email',
          grant: {
            at: noon - 39 * DAY,
            basis: 'express-doi',
            method: 'form',
            address: hmac,
            requestId: derivedId('request'),
            textHash: derivedId('text'),
          },
          withdrawnAt: null,
        },
        {
          topic: 'news',
          purpose: 'marketing.email',
          grant: {
            at: noon - 39 * DAY,
            basis: 'express',
            method: 'import',
            address: derivedId('earlier address'),
            requestId: null,
            textHash: derivedId('text'),
          },
          withdrawnAt: noon - DAY,
        },
      ],
      requests: [],
      stoppedAt: null,
      resumedAt: null,
    },
    enrollments: [anEnrollment()],
    messages: [aMessage()],
    recent: [1, 2, 3].map((n) => ({
      messageId: derivedId('recent', n),
      campaign: 'cart-reminder',
      topic: 'offers',
      class: 'marketing' as const,
      status: 'delivered' as const,
      at: noon - n * 7 * DAY,
      reason: null,
    })),
    ended: [{ hash: derivedId('ended').slice(0, 8), at: noon - DAY }],
    entries: [{ campaign: 'cart-reminder', key: null, at: noon - HOUR }],
    seen: Array.from({ length: 32 }, (_, n) => derivedId('seen', n).slice(0, 8)),
    counters: { 'order.placed': { count: 4, first: noon - 200 * DAY, last: noon - 9 * DAY } },
    ...changes,
  };
}

export function aLogEntry(changes: Partial<LogEntry> = {}): LogEntry {
  return {
    id: 'log-1',
    at: noon,
    kind: 'message',
    campaign: 'cart-reminder',
    enrollmentId: 'cart-reminder:c-991:o-991-left',
    messageId: derivedId('message'),
    topic: 'offers',
    class: 'marketing',
    verdict: 'sent',
    because: null,
    until: null,
    trace: [{ gate: 'consent', verdict: 'pass', facts: { topic: 'offers' } }],
    ...changes,
  };
}

export function aLedgerEntry(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: 'evidence-1',
    at: noon,
    recordedAt: noon + MINUTE,
    kind: 'consent.granted',
    topic: 'offers',
    purpose: 'marketing.email',
    basis: 'express-doi',
    method: 'form',
    address: hmac,
    text: 'Yes, send me offers.',
    textHash: derivedId('text'),
    source: null,
    locale: 'en',
    form: { id: 'footer', version: '3' },
    ip: '192.0.2.7',
    userAgent: null,
    confirmIp: null,
    confirmUserAgent: null,
    requestId: derivedId('request'),
    actor: 'company',
    controller: 'Acme GmbH',
    privacyNotice: '2026-05 https://www.acme.example/privacy',
    ...changes,
  };
}

export function aSendEffect(n = 1): Effect {
  return { type: 'send', messageId: derivedId('message', n), priority: false, at: noon };
}
