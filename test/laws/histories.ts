import fc from 'fast-check';
import { DAY, HOUR, MINUTE, SECOND } from '../../shared/kernel/instants.ts';
import type { MailOutcome } from '../../shared/messages/mailer.ts';
import type { CustomerEvent, Input } from '../../shared/person/input.ts';
import type { Person } from '../../shared/person/person.ts';
import {
  ann,
  annsAddress,
  campaign,
  feedback,
  newAddress,
  recorded,
  requested,
  send,
  settings,
  stranger,
  topic,
  transactional,
  wait,
  workspace,
} from '../person/making.ts';

/** What may happen next, told without knowing what is in flight: numbers pick among what the person has then. */
export type Happening =
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'event'; readonly id: number; readonly kind: number; readonly ago: number }
  | { readonly do: 'timer' }
  | { readonly do: 'claim'; readonly pick: number; readonly claim: number }
  | { readonly do: 'outcome'; readonly pick: number; readonly claim: number; readonly outcome: MailOutcome['outcome'] }
  | { readonly do: 'release'; readonly pick: number; readonly claim: number; readonly stopped: boolean }
  | { readonly do: 'feedback'; readonly pick: number; readonly type: number; readonly address: string }
  | { readonly do: 'confirm' | 'not-me'; readonly request: number }
  | { readonly do: 'withdraw'; readonly all: boolean }
  | { readonly do: 'again'; readonly back: number }
  /** So many other events came that the ring of seen ones knows none of the former. */
  | { readonly do: 'forget' };

const pick = fc.nat(5);
const claim = fc.nat(3);
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  often(
    3,
    fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(SECOND, MINUTE, 15 * MINUTE, HOUR, 5 * HOUR, DAY, 4 * DAY),
    }),
  ),
  often(
    6,
    fc.record({
      do: fc.constant('event' as const),
      id: fc.nat(9),
      kind: fc.nat(13),
      ago: fc.constantFrom(0, 0, 0, HOUR, DAY, 4 * DAY),
    }),
  ),
  often(3, fc.record({ do: fc.constant('timer' as const) })),
  often(8, fc.record({ do: fc.constant('claim' as const), pick, claim })),
  often(
    4,
    fc.record({
      do: fc.constant('outcome' as const),
      pick,
      claim,
      outcome: fc.constantFrom('sent' as const, 'failed' as const, 'deferred' as const, 'unknown' as const),
    }),
  ),
  often(1, fc.record({ do: fc.constant('release' as const), pick, claim, stopped: fc.boolean() })),
  often(
    2,
    fc.record({
      do: fc.constant('feedback' as const),
      pick,
      type: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 5, 6),
      address: fc.constantFrom(annsAddress.hmac, newAddress.hmac),
    }),
  ),
  often(2, fc.record({ do: fc.constantFrom('confirm' as const, 'not-me' as const), request: fc.nat(9) })),
  often(1, fc.record({ do: fc.constant('withdraw' as const), all: fc.boolean() })),
  often(4, fc.record({ do: fc.constant('again' as const), back: fc.nat(20) })),
  often(2, fc.record({ do: fc.constant('forget' as const) })),
);

export const history = fc.array(happening, { minLength: 20, maxLength: 80, size: 'max' });
export const beginner = fc.constantFrom<Person>(ann(), stranger());

export const caps = [
  { max: 2, per: DAY },
  { max: 5, per: 7 * DAY },
];

/** Campaigns of both classes and of every kind of trigger and step: waits, exits, silences, dates, branches, what a mail came to. */
export const space = workspace({
  settings: { ...settings, frequencyCaps: caps, permission: { ...settings.permission, confirmWithin: 3 * DAY } },
  topics: [topic('offers'), topic('service-news', 'single')],
  events: { 'cart.abandoned': { remember: true } },
  campaigns: [
    campaign({
      exit: [{ kind: 'event', event: 'order.placed', sameKey: 'properties.cartId' }],
      steps: [wait(HOUR, 'a'), send(), wait(DAY, 'b'), send('last-call')],
    }),
    campaign({
      id: 'welcome',
      key: undefined,
      triggers: [{ kind: 'event', event: 'consent.granted' }],
      topic: 'service-news',
    }),
    campaign({ id: 'at-once', reentry: { kind: 'after', after: 2 * DAY, per: 'key' }, sendWithin: 8 * HOUR }),
    campaign({
      id: 'silent',
      triggers: [{ kind: 'inactivity', after: ['cart.abandoned'], for: 2 * HOUR, unless: ['order.placed'] }],
      goal: { event: 'order.placed', sameKey: 'properties.cartId', within: 3 * DAY, exit: true },
      priority: 90,
      steps: [
        { ...send('reminder', 'first'), next: 1 },
        {
          type: 'waitFor',
          id: 'answer',
          outcome: ['delivered', 'bounced'],
          of: 'first',
          timeout: DAY,
          heard: 2,
          missed: 3,
        },
        {
          type: 'split',
          id: 'way',
          ways: [
            { percent: 50, to: 3 },
            { percent: 50, to: 4 },
          ],
        },
        { ...send('last-call'), next: 5 },
        { type: 'exit', id: 'end' },
      ],
    }),
    campaign({
      id: 'trip',
      key: undefined,
      triggers: [{ kind: 'date', path: 'profile.trip', yearly: true, before: ['P1D', 'P0D'], at: 9 * 60 }],
      steps: [
        { type: 'branch', id: 'paid', cases: [{ when: { profile: { plan: ['paid'] } }, to: 1 }], else: 2 },
        send(),
        { type: 'wait', id: 'until', until: { path: 'profile.trip', before: 'P0D', at: 10 * 60 } },
        send('last-call'),
      ],
    }),
    campaign({
      id: 'answered',
      triggers: [{ kind: 'event', event: 'cart.abandoned' }],
      priority: 10,
      steps: [
        { ...wait(2 * HOUR), next: 1 },
        {
          type: 'waitFor',
          id: 'order',
          event: 'order.placed',
          sameKey: 'properties.cartId',
          timeout: DAY,
          heard: 3,
          missed: 2,
        },
        send('last-call'),
      ],
    }),
    transactional({ exit: [{ kind: 'when', when: { profile: { plan: ['paid'] } } }] }),
  ],
});

function eventOf(kind: number, id: number, occurredAt: number): CustomerEvent {
  // An id names one occurrence: what comes again comes with the moment it had.
  const base = { kind: 'event', eventId: `e-${id}-${kind}-${occurredAt}`, occurredAt, traits: {} } as const;
  const cart = { cartId: `k-${id % 3}` };
  const at = new Date(occurredAt).toISOString();
  const moved = id % 2 === 0 ? annsAddress : newAddress;
  switch (kind) {
    case 0:
    case 1:
    case 2:
      return { ...base, type: 'cart.abandoned', properties: cart };
    case 3:
      return { ...base, type: 'order.placed', properties: cart };
    case 4:
      return {
        ...base,
        type: 'consent.recorded',
        properties: recorded({ grantedAt: at, topics: ['offers', 'service-news'] }),
      };
    case 5:
      return { ...base, type: 'consent.withdrawn', properties: { topics: ['offers'], method: 'phone' } };
    case 6:
      return { ...base, type: 'consent.withdrawn', properties: { all: true, method: 'phone' } };
    case 7:
      return {
        ...base,
        type: 'subscription.requested',
        properties: requested({ topics: ['offers', 'service-news'] }),
        requestId: `r-${id}-${occurredAt}`,
      };
    case 8:
      return { ...base, type: 'profile.changed', properties: {}, traits: { email: moved.email }, address: moved };
    case 9:
      return { ...base, type: 'profile.changed', properties: {}, traits: { email: null }, address: null };
    case 10:
      return {
        ...base,
        type: 'profile.changed',
        properties: {},
        traits: { plan: id % 2 ? 'paid' : 'free', timeZone: 'Asia/Tokyo' },
      };
    case 11:
    case 12:
      return {
        ...base,
        type: 'trip.booked',
        properties: {},
        traits: { trip: new Date(occurredAt + (id % 4) * DAY).toISOString().slice(0, 10) },
      };
    default:
      return { ...base, type: 'consent.recorded', properties: recorded({ basis: 'silence' }) };
  }
}

const outcomes: Readonly<Record<MailOutcome['outcome'], (now: number) => MailOutcome>> = {
  sent: () => ({ outcome: 'sent', sesMessageId: 's' }),
  failed: () => ({ outcome: 'failed', because: { reason: 'rejected-by-ses' } }),
  deferred: (now) => ({ outcome: 'deferred', until: now + 5 * MINUTE, because: { reason: 'throttled' } }),
  unknown: () => ({ outcome: 'unknown', error: 'ETIMEDOUT' }),
};

const heard = [
  { type: 'delivery' },
  { type: 'delivery-delay' },
  { type: 'bounce', bounceType: 'Permanent' },
  { type: 'bounce', bounceType: 'Transient' },
  { type: 'complaint', complaintFeedbackType: 'abuse' },
  { type: 'complaint', complaintFeedbackType: 'not-spam' },
  { type: 'reject' },
] as const;

/** Mostly the message that such a happening is usually about, now and then any other, an ended one, or none. */
function aimOf(
  what: Extract<Happening, { pick: number }>,
  person: Person,
): { messageId: string; claimId: string | null } {
  const wanted = { claim: 'queued', outcome: 'sending', release: 'sending', feedback: 'sending' } as const;
  const likely = person.messages.filter((each) => each.status === wanted[what.do]);
  const pool = what.pick < 4 && likely.length > 0 ? likely : [...person.messages, ...person.recent];
  const aim = pool[what.pick % Math.max(1, pool.length)];
  return { messageId: aim?.messageId ?? 'm-0', claimId: (aim && 'claim' in aim && aim.claim?.id) || null };
}

/** A request that waits, else any that was ever made. */
function requestOf(which: number, person: Person, told: readonly Input[]): string {
  const made = told.flatMap((input) => (input.kind === 'event' && input.requestId ? [input.requestId] : []));
  const pool =
    which < 7 && person.permission.requests.length > 0
      ? person.permission.requests.map((each) => each.requestId)
      : made;
  return pool[which % Math.max(1, pool.length)] ?? 'r-0';
}

/** The input that a happening is for this person now; null where time alone goes by. */
export function inputOf(what: Happening, person: Person, now: number, told: readonly Input[]): Input | null {
  const { messageId, claimId } = 'pick' in what ? aimOf(what, person) : { messageId: 'm-0', claimId: null };
  const own = 'claim' in what ? (what.claim < 3 && what.do !== 'claim' && claimId ? claimId : `inv-${what.claim}`) : '';
  switch (what.do) {
    case 'pass':
    case 'forget':
      return null;
    case 'event':
      return eventOf(what.kind, what.id, now - what.ago);
    case 'timer':
      return { kind: 'timer' };
    case 'claim':
      return { kind: 'claim', messageId, claimId: own };
    case 'outcome':
      return { kind: 'outcome', messageId, claimId: own, outcome: outcomes[what.outcome](now) };
    case 'release':
      return {
        kind: 'release',
        messageId,
        claimId: own,
        because: what.stopped ? { reason: 'unsubscribed-all' } : null,
      };
    case 'feedback':
      return {
        kind: 'feedback',
        feedback: feedback({ ...heard[what.type], messageId, address: what.address, at: now }),
      };
    case 'confirm':
      return {
        kind: 'confirmation',
        requestId: requestOf(what.request, person, told),
        at: now,
        ip: null,
        userAgent: null,
      };
    case 'not-me':
      return { kind: 'not-me', requestId: requestOf(what.request, person, told), at: now };
    case 'withdraw':
      return { kind: 'withdrawal', id: `w-${now}`, topic: what.all ? null : 'offers', at: now, method: 'one-click' };
    case 'again':
      return told.at(-1 - what.back) ?? null;
  }
}
