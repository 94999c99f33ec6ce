import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consentState, hasStoppedEverything } from '../../shared/consent/consent-state.ts';
import { DAY } from '../../shared/kernel/instants.ts';
import { type Decision, decide } from '../../shared/person/decide.ts';
import type { Input } from '../../shared/person/input.ts';
import type { Person } from '../../shared/person/person.ts';
import { dueAtOf } from '../../shared/person/timers.ts';
import { NOON } from '../person/making.ts';
import { beginner, caps, type Happening, history, inputOf, space } from './histories.ts';

interface Told {
  readonly before: Person;
  readonly input: Input;
  readonly now: number;
  readonly decision: Decision;
}

function deepFreeze<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const each of Object.values(value)) deepFreeze(each);
  return value;
}

/** Folds a history over a person that nobody may change in place. */
function live(beginning: Person, happenings: readonly Happening[]): Told[] {
  let person = deepFreeze(structuredClone(beginning));
  let now = NOON;
  const told: Told[] = [];
  for (const what of happenings) {
    if (what.do === 'pass') now += what.ms;
    if (what.do === 'forget') person = deepFreeze({ ...person, seen: [] });
    const input = inputOf(
      what,
      person,
      now,
      told.map((each) => each.input),
    );
    if (!input) continue;
    const decision = decide(person, deepFreeze(input), space, now);
    told.push({ before: person, input, now, decision });
    person = deepFreeze(decision.person);
  }
  return told;
}

const holdsFor = (runs: number, law: (told: readonly Told[]) => void) =>
  fc.assert(
    fc.property(beginner, history, (person, happenings) => law(live(person, happenings))),
    // The long run looks at a hundred thousand histories of its own for each law (npm run test:laws:long).
    { numRuns: process.env.HEED_LONG ? 100_000 : runs },
  );

const claimsOf = (told: readonly Told[]) =>
  told.flatMap(({ before, decision, now }) =>
    decision.person.messages
      .filter((each) => each.status === 'sending')
      .filter((each) => before.messages.find((held) => held.messageId === each.messageId)?.claim?.id !== each.claim?.id)
      .map((message) => ({ message, before, now })),
  );

test('no history at all changes a person in place, and the same input gives the same decision', () => {
  holdsFor(500, (told) => {
    for (const { before, input, now, decision } of told) expect(decide(before, input, space, now)).toEqual(decision);
  });
});

test('no history lets a marketing message be claimed without a standing consent for the present address at that instant', () => {
  let claims = 0;
  holdsFor(1_500, (told) => {
    for (const { message, before, now } of claimsOf(told)) {
      if (message.class !== 'marketing') continue;
      claims += 1;
      const state = consentState(before.permission, message.topic, before.address?.hmac ?? null, now);
      expect(state.state).toBe('granted');
      expect(hasStoppedEverything(before.permission)).toBe(false);
      expect(before.suppression).toBeNull();
      expect(now).toBeLessThan(message.expiresAt);
      expect(message.address).toBe(before.address?.hmac);
    }
  });
  // The law would be empty if nothing were ever claimed.
  expect(claims).toBeGreaterThan(150);
});

test('P-101 P-102 no history has more marketing claims in a rolling window than the caps allow', () => {
  let capped = 0;
  holdsFor(1_000, (told) => {
    // What is claimed again was given back before, so that of each message its last claim counts.
    const last = new Map(claimsOf(told).map((claim) => [claim.message.messageId, claim]));
    const at = [...last.values()]
      .filter(({ message }) => message.class === 'marketing')
      // What SES definitely did not take never counts, whatever feedback claims later.
      .filter(
        ({ message }) =>
          !told.some(({ decision }) =>
            decision.person.recent.some(
              (each) => each.messageId === message.messageId && (each.status === 'skipped' || each.status === 'failed'),
            ),
          ),
      )
      .map(({ now }) => now);
    for (const { max, per } of caps) {
      for (const end of at)
        expect(at.filter((each) => each > end - per && each <= end).length).toBeLessThanOrEqual(max);
    }
    if (told.some(({ decision }) => decision.person.messages.some((each) => each.because?.reason === 'frequency-cap')))
      capped += 1;
  });
  expect(capped).toBeGreaterThan(5);
});

/** What the inputs of a history said about a topic, folded by hand: the last word of each kind. */
function saidOf(
  told: readonly Told[],
  topic: string,
): { granted: number; ended: number; stopped: number; confirmed: number } {
  const said = { granted: 0, ended: 0, stopped: 0, confirmed: 0 };
  for (const { input, now, decision, before } of told) {
    if (decision.refused || decision.person === before) continue;
    const later = (word: keyof typeof said, at: number) => {
      said[word] = Math.max(said[word], Math.min(at, now));
    };
    if (input.kind === 'confirmation') later('confirmed', input.at);
    if (input.kind === 'withdrawal')
      later(input.topic === null ? 'stopped' : 'ended', input.topic === null || input.topic === topic ? input.at : 0);
    if (input.kind !== 'event') continue;
    const { type, properties, occurredAt } = input;
    const concerns = Array.isArray(properties.topics) && properties.topics.includes(topic);
    if (type === 'consent.withdrawn' && properties.all === true) later('stopped', occurredAt);
    if (type === 'consent.withdrawn' && concerns) later('ended', occurredAt);
    if (type === 'consent.recorded' && concerns) later('granted', occurredAt);
    if (type === 'subscription.requested' && topic === 'service-news' && concerns) later('granted', occurredAt);
  }
  return said;
}

test('P-44 no history lets a marketing message be claimed after a withdrawal that no later grant answered, nor after a stop that no confirmation did', () => {
  holdsFor(1_500, (told) => {
    told.forEach(({ input, now, decision, before }, index) => {
      if (input.kind !== 'claim') return;
      const message = decision.person.messages.find((each) => each.messageId === input.messageId);
      if (message?.class !== 'marketing' || message.status !== 'sending' || message.claim?.at !== now) return;
      if (before.messages.find((each) => each.messageId === input.messageId)?.status === 'sending') return;
      const said = saidOf(told.slice(0, index), message.topic ?? '');
      const beginning = told[0]?.before.permission.consents.some((each) => each.topic === message.topic)
        ? NOON - 30 * DAY
        : 0;
      const granted = Math.max(said.granted, said.confirmed, beginning);
      expect(granted).toBeGreaterThan(Math.max(said.ended, said.stopped));
      if (said.stopped > 0) expect(said.confirmed).toBeGreaterThan(said.stopped);
    });
  });
});

/** How the claim of a message ended: what SES definitely did not take may be claimed again. */
function calls(told: readonly Told[]): Map<string, { class: string; count: number }> {
  const counted = new Map<string, { class: string; count: number }>();
  for (const { message } of claimsOf(told)) {
    const held = counted.get(message.messageId) ?? { class: message.class, count: 0 };
    counted.set(message.messageId, { ...held, count: held.count + 1 });
  }
  for (const { before, input } of told) {
    if (input.kind !== 'release' && !(input.kind === 'outcome' && input.outcome.outcome === 'deferred')) continue;
    const message = before.messages.find(
      (each) => each.messageId === input.messageId && each.claim?.id === input.claimId,
    );
    const held = message && counted.get(message.messageId);
    if (held) held.count -= 1;
  }
  return counted;
}

test('over any history with redeliveries a marketing message is called for at most once, a transactional one at most twice (P-72, P-73)', () => {
  holdsFor(1_500, (told) => {
    for (const [, { class: kind, count }] of calls(told))
      expect(count).toBeLessThanOrEqual(kind === 'marketing' ? 1 : 2);
  });
});

test('a message ends once, whatever comes after', () => {
  holdsFor(500, (told) => {
    const ended = told.flatMap(({ decision }) =>
      decision.effects.flatMap((effect) =>
        effect.type === 'log' && effect.entry.kind === 'message' ? [effect.entry.id] : [],
      ),
    );
    expect(new Set(ended).size).toBe(ended.length);
  });
});

test('no commit is asked for where nothing changed, and a refused input changes nothing but a withdrawal or the age of a child', () => {
  holdsFor(500, (told) => {
    for (const { input, before, decision } of told) {
      if (decision.person === before) expect([decision.effects, decision.ledger]).toEqual([[], []]);
      if (decision.refused && input.kind === 'event' && input.type !== 'consent.withdrawn')
        expect({ ...decision.person, traits: before.traits, release: before.release }).toEqual(before);
      else if (decision.refused && input.kind !== 'event') expect(decision.person).toBe(before);
    }
  });
});

test('a due timer always moves on: after it nothing is due any more', () => {
  holdsFor(500, (told) => {
    for (const { input, now, decision } of told) {
      if (input.kind !== 'timer') continue;
      expect(dueAtOf(decision.person) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
    }
  });
});

test('every trace is at most 400 bytes, and no effect or log line holds an address', () => {
  holdsFor(500, (told) => {
    for (const { decision } of told) {
      expect(JSON.stringify(decision.effects)).not.toContain('@');
      for (const effect of decision.effects) {
        if (effect.type === 'log')
          expect(Buffer.byteLength(JSON.stringify(effect.entry.trace))).toBeLessThanOrEqual(400);
      }
    }
  });
});

test('histories reach every end that a message can have', () => {
  const ends = new Set<string>();
  holdsFor(1_500, (told) => {
    for (const { decision } of told) for (const each of decision.person.recent) ends.add(each.status);
  });
  const every = ['sent', 'skipped', 'failed', 'unknown', 'delivered', 'bounced', 'complained'] as const;
  expect([...ends].sort()).toEqual([...every].sort());
});
